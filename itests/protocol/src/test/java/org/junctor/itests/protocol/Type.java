package org.junctor.itests.protocol;

/** The type codes of the messages (spec: "Message Codes and Direction"). */
final class Type {
    static final int HELLO = 1;
    static final int WELCOME = 2;
    static final int ABORT = 3;
    static final int CHALLENGE = 4;
    static final int AUTHENTICATE = 5;
    static final int GOODBYE = 6;
    static final int ERROR = 8;
    static final int PUBLISH = 16;
    static final int PUBLISHED = 17;
    static final int SUBSCRIBE = 32;
    static final int SUBSCRIBED = 33;
    static final int UNSUBSCRIBE = 34;
    static final int UNSUBSCRIBED = 35;
    static final int EVENT = 36;
    static final int CALL = 48;
    static final int CANCEL = 49;
    static final int RESULT = 50;
    static final int REGISTER = 64;
    static final int REGISTERED = 65;
    static final int UNREGISTER = 66;
    static final int UNREGISTERED = 67;
    static final int INVOCATION = 68;
    static final int INTERRUPT = 69;
    static final int YIELD = 70;

    private Type() {}
}
