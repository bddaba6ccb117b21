package org.junctor.cli;

/** How a command that shows something shows it. */
enum Format {
    /** For people. */
    text,
    /** For programs: one line of JSON, whose keys stay. */
    json
}
