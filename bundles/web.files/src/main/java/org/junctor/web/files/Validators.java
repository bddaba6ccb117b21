package org.junctor.web.files;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpDateTime;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.jspecify.annotations.Nullable;

/**
 * What tells one version of a file from another, and what a request's conditions say of it.
 *
 * @param tag the entity tag, with its quotes; strong, for it changes with each change that the file system's clock sees
 * @param modifiedSeconds the time of the last change, in seconds since 1970
 */
record Validators(String tag, long modifiedSeconds) {
    private static final long UNREADABLE = -1;

    /** What a request is to get. */
    enum Verdict {
        SEND,
        UNCHANGED,
        FAILED
    }

    /** Those of a file as it is sent; {@code coding} tells its compressed forms from itself. */
    static Validators of(Site.Document document, String coding) {
        Instant modified = document.modified();
        String tag =
                "\"%x-%x-%x%s\"".formatted(modified.getEpochSecond(), modified.getNano(), document.length(), coding);
        return new Validators(tag, modified.getEpochSecond());
    }

    /** Applies the conditions in the order that RFC 9110 ("Precedence of Preconditions") gives. */
    Verdict judge(HttpFields headers) {
        List<String> match = headers.getValuesList(HttpHeader.IF_MATCH);
        if (!match.isEmpty()) {
            if (!listed(headers, HttpHeader.IF_MATCH, false)) {
                return Verdict.FAILED;
            }
        } else if (before(seconds(headers.get(HttpHeader.IF_UNMODIFIED_SINCE)))) {
            return Verdict.FAILED;
        }
        if (headers.contains(HttpHeader.IF_NONE_MATCH)) {
            return listed(headers, HttpHeader.IF_NONE_MATCH, true) ? Verdict.UNCHANGED : Verdict.SEND;
        }
        long since = seconds(headers.get(HttpHeader.IF_MODIFIED_SINCE));
        return since != UNREADABLE && modifiedSeconds <= since ? Verdict.UNCHANGED : Verdict.SEND;
    }

    /** Whether a range may be sent: the client has the rest of this very version, or does not say. */
    boolean rangeApplies(HttpFields headers) {
        String condition = headers.get(HttpHeader.IF_RANGE);
        return condition == null || condition.strip().equals(tag) || seconds(condition) == modifiedSeconds;
    }

    private boolean before(long unmodifiedSince) {
        return unmodifiedSince != UNREADABLE && modifiedSeconds > unmodifiedSince;
    }

    private boolean listed(HttpFields headers, HttpHeader name, boolean weak) {
        for (String line : headers.getValuesList(name)) {
            for (String entry : line.split(",", -1)) {
                String one = entry.strip();
                if (one.equals("*") || one.equals(tag) || (weak && one.equals("W/" + tag))) {
                    return true;
                }
            }
        }
        return false;
    }

    private static long seconds(@Nullable String date) {
        long parsed = date == null ? UNREADABLE : HttpDateTime.parseToEpoch(date);
        return parsed < 0 ? UNREADABLE : TimeUnit.MILLISECONDS.toSeconds(parsed);
    }
}
