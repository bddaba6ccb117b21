package org.junctor.auth.cookie;

import org.junctor.api.security.SessionInfo;
import org.junctor.api.security.SessionObserver;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Sees who logs in, and out. */
@Component
public final class CookieSessions implements SessionObserver {
    static final String LOGOUT = "wamp.close.logout";

    private final Cookies cookies;

    /** With these cookies. */
    @Activate
    public CookieSessions(@Reference Cookies cookies) {
        this.cookies = cookies;
    }

    @Override
    public void joined(SessionInfo session) {
        cookies.joined(session);
    }

    @Override
    public void left(SessionInfo session, String reason) {
        cookies.left(session, reason.equals(LOGOUT));
    }
}
