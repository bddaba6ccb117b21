package org.junctor.auth.principals;

import org.jspecify.annotations.Nullable;
import org.junctor.api.security.PrincipalReview;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** Tells the router core that a file says something new. Apart from the source, which the core itself waits for. */
@Component(
        service = {},
        immediate = true)
public final class ReviewOfFiles {
    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile @Nullable PrincipalReview core;

    private final PrincipalFiles files;

    /** Over these files. */
    @Activate
    public ReviewOfFiles(@Reference PrincipalFiles files) {
        this.files = files;
        files.onChange(this::tell);
    }

    @Deactivate
    void stop() {
        files.onChange(() -> {});
    }

    private void tell() {
        PrincipalReview now = core;
        if (now != null) {
            now.review();
        }
    }
}
