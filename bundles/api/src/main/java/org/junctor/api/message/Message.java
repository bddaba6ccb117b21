package org.junctor.api.message;

/**
 * A message of the protocol (spec: "Messages"): a type code and its fields. Immutable, but for a {@link Payload} that is borrowed.
 */
public sealed interface Message
        permits Hello,
                Welcome,
                Abort,
                Challenge,
                Authenticate,
                Goodbye,
                Error,
                Publish,
                Published,
                Subscribe,
                Subscribed,
                Unsubscribe,
                Unsubscribed,
                Event,
                Call,
                Cancel,
                Result,
                Register,
                Registered,
                Unregister,
                Unregistered,
                Invocation,
                Interrupt,
                Yield {

    /** Its type code. */
    int type();

    /** Gives its fields, in order, to {@code out}. */
    void write(FieldWriter out);

    /**
     * Reads the fields of a message whose type code was already read.
     *
     * @throws ProtocolViolation if there is no such type, or its fields are not those of the specification
     */
    static Message read(long type, FieldReader in) throws ProtocolViolation {
        Message message = fields(type, in);
        if (in.hasNext()) {
            throw new ProtocolViolation(Elements.message(type) + " has too many elements");
        }
        return message;
    }

    private static Message fields(long type, FieldReader in) throws ProtocolViolation {
        if (type < 0 || type > Yield.TYPE) {
            throw new ProtocolViolation("unknown message type " + type);
        }
        return switch ((int) type) {
            case Hello.TYPE -> Hello.read(in);
            case Welcome.TYPE -> Welcome.read(in);
            case Abort.TYPE -> Abort.read(in);
            case Challenge.TYPE -> Challenge.read(in);
            case Authenticate.TYPE -> Authenticate.read(in);
            case Goodbye.TYPE -> Goodbye.read(in);
            case Error.TYPE -> Error.read(in);
            case Publish.TYPE -> Publish.read(in);
            case Published.TYPE -> Published.read(in);
            case Subscribe.TYPE -> Subscribe.read(in);
            case Subscribed.TYPE -> Subscribed.read(in);
            case Unsubscribe.TYPE -> Unsubscribe.read(in);
            case Unsubscribed.TYPE -> Unsubscribed.read(in);
            case Event.TYPE -> Event.read(in);
            case Call.TYPE -> Call.read(in);
            case Cancel.TYPE -> Cancel.read(in);
            case Result.TYPE -> Result.read(in);
            case Register.TYPE -> Register.read(in);
            case Registered.TYPE -> Registered.read(in);
            case Unregister.TYPE -> Unregister.read(in);
            case Unregistered.TYPE -> Unregistered.read(in);
            case Invocation.TYPE -> Invocation.read(in);
            case Interrupt.TYPE -> Interrupt.read(in);
            case Yield.TYPE -> Yield.read(in);
            default -> throw new ProtocolViolation("unknown message type " + type);
        };
    }
}
