import ArgumentParser

/// What a command's exit status tells scripts: the table in the manual. From 64 on the numbers are
/// those of sysexits.h, which argument-parser also uses for usage.
enum ExitStatus: Int32, CaseIterable {
    case success = 0
    case difference = 1
    case usage = 64
    case data = 65
    case unavailable = 69
    case timeout = 75
    case permission = 77
    case settings = 78
    case interrupted = 130

    var code: ExitCode { ExitCode(rawValue) }

    var meaning: String {
        switch self {
        case .success: "It is done."
        case .difference: "A check found differences, or the demo could not run."
        case .usage: "The command line is wrong: an unknown option, a value of the wrong form."
        case .data: "What is named is not there, is taken, or has a value that is not allowed."
        case .unavailable:
            "The database, the run directory, a channel or another part cannot be used."
        case .timeout: "A time ran out: a channel was not drained, and can be asked for again."
        case .permission: "The user who runs it may not do that."
        case .settings: "A setting is wrong; all that are wrong are named."
        case .interrupted: "It was interrupted (Ctrl-C, SIGTERM)."
        }
    }
}
