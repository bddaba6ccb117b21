package org.junctor.api.message;

/** What the specification calls messages and their elements, so that every serializer words its errors alike. */
public final class Elements {
    private Elements() {}

    /**
     * An element for an error text: {@code element 3 of PUBLISH (Options)}.
     *
     * @param type the message's type code, or any other number as long as that is not known
     * @param element 1 for the type code, 2 for what follows it …
     */
    public static String describe(long type, int element) {
        String[] names = layout(type).split(" ", -1);
        String place = "element " + element + " of " + (names[0].isEmpty() ? "a message" : names[0]);
        return element < names.length ? place + " (" + names[element] + ")" : place;
    }

    /** A message for an error text: {@code PUBLISH}, or {@code a message of type 300}. */
    public static String message(long type) {
        String name = layout(type).split(" ", 2)[0];
        return name.isEmpty() ? "a message of type " + type : name;
    }

    private static String layout(long type) {
        if (type < 0 || type > Yield.TYPE) {
            return " Type";
        }
        return switch ((int) type) {
            case Hello.TYPE -> "HELLO Type Realm Details";
            case Welcome.TYPE -> "WELCOME Type Session Details";
            case Abort.TYPE -> "ABORT Type Details Reason Arguments ArgumentsKw";
            case Challenge.TYPE -> "CHALLENGE Type AuthMethod Extra";
            case Authenticate.TYPE -> "AUTHENTICATE Type Signature Extra";
            case Goodbye.TYPE -> "GOODBYE Type Details Reason";
            case Error.TYPE -> "ERROR Type REQUEST.Type REQUEST.Request Details Error Arguments ArgumentsKw";
            case Publish.TYPE -> "PUBLISH Type Request Options Topic Arguments ArgumentsKw";
            case Published.TYPE -> "PUBLISHED Type PUBLISH.Request Publication";
            case Subscribe.TYPE -> "SUBSCRIBE Type Request Options Topic";
            case Subscribed.TYPE -> "SUBSCRIBED Type SUBSCRIBE.Request Subscription";
            case Unsubscribe.TYPE -> "UNSUBSCRIBE Type Request Subscription Options";
            case Unsubscribed.TYPE -> "UNSUBSCRIBED Type UNSUBSCRIBE.Request Details";
            case Event.TYPE -> "EVENT Type Subscription Publication Details Arguments ArgumentsKw";
            case Call.TYPE -> "CALL Type Request Options Procedure Arguments ArgumentsKw";
            case Cancel.TYPE -> "CANCEL Type CALL.Request Options";
            case Result.TYPE -> "RESULT Type CALL.Request Details Arguments ArgumentsKw";
            case Register.TYPE -> "REGISTER Type Request Options Procedure";
            case Registered.TYPE -> "REGISTERED Type REGISTER.Request Registration";
            case Unregister.TYPE -> "UNREGISTER Type Request Registration Options";
            case Unregistered.TYPE -> "UNREGISTERED Type UNREGISTER.Request Details";
            case Invocation.TYPE -> "INVOCATION Type Request Registration Details Arguments ArgumentsKw";
            case Interrupt.TYPE -> "INTERRUPT Type INVOCATION.Request Options";
            case Yield.TYPE -> "YIELD Type INVOCATION.Request Options Arguments ArgumentsKw";
            default -> " Type";
        };
    }
}
