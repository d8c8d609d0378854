import Domain
import FastCGI
import Storage

/// Why a request is not answered with what it asked for: the one type that becomes an error answer.
package struct Problem: Error, Equatable {
    package var status: Int
    /// `code` of the `/mj` dialect: 4 for what the client can change, 9 for what it cannot; 3
    /// is avoided, since one consumer disables us on it.
    package var code = 4
    package var message: Message
    /// Seconds.
    package var retryAfter: Int?
    /// The methods that the path takes.
    package var allow: [String] = []

    package static func invalid(_ name: String, _ rule: ParameterRule) -> Problem {
        Problem(status: 400, message: .invalidParameter(name: name, rule))
    }

    package static func unauthorized(_ message: Message) -> Problem {
        Problem(status: 401, message: message)
    }

    package static func forbidden(_ message: Message) -> Problem {
        Problem(status: 403, message: message)
    }

    package static func notFound(_ message: Message) -> Problem {
        Problem(status: 404, message: message)
    }

    /// A refusal that the contract has a code for: those are HTTP 200.
    package static func contract(code: Int, _ message: Message) -> Problem {
        Problem(status: 200, code: code, message: message)
    }

    /// What is asked for cannot be done with a task in this state.
    package static let wrongTaskState = contract(code: 4, .contract("关联任务状态错误"))

    package static func unavailable(_ message: Message = .unavailable) -> Problem {
        Problem(status: 503, code: 9, message: message, retryAfter: 2)
    }

    package static let failed = Problem(status: 500, code: 9, message: .failed)
}

extension Problem {
    /// When a task ends nobody knows; a client that asks this often is no burden.
    private static let pauseForTasks = 5

    init(_ refusal: SubmitRefusal) {
        switch refusal {
        case .actionNotAllowed(let action):
            self = .forbidden(.actionNotAllowed(action: action.rawValue))
        case .tooManySubmits(let wait):
            let seconds = Int((wait + 999) / 1000)
            self.init(
                status: 429,
                code: 9,
                message: .tooManySubmits(seconds: seconds),
                retryAfter: seconds
            )
        case .tooManyTasks:
            self.init(
                status: 429,
                code: 9,
                message: .tooManyTasks,
                retryAfter: Self.pauseForTasks
            )
        }
    }

    /// What a client is told of `error`; nil for one that nobody foresaw, which is a 500 without
    /// detail and a line in the log.
    package init?(_ error: any Error) {
        switch error {
        case let problem as Problem:
            self = problem
        case FastCGIError.bodyTooLarge(let limit):
            self.init(status: 413, message: .bodyTooLarge(limit: limit))
        case is FastCGIError:
            self.init(status: 400, message: .bodyIncomplete)
        case let error as StorageError where error.isTemporary:
            self = .unavailable()
        default:
            return nil
        }
    }
}

extension StorageError {
    /// Whether trying again later may help: locks, I/O, a process that is stopping.
    fileprivate var isTemporary: Bool {
        switch self {
        case .unavailable, .failed, .closing: true
        case .newerSchema, .notFound, .invalid: false
        }
    }
}

/// Which words an error is said in: each family of paths has its own.
package enum Dialect: Sendable, Equatable {
    /// `/api/…`: `{"success":false,"message":"…"}`
    case api
    /// Everything else: `{"code":4,"description":"…","result":null,"properties":{}}`
    case mj

    package init(path: String) {
        self = path == "/api" || path.hasPrefix("/api/") ? .api : .mj
    }

    package func body(of problem: Problem, in language: Language) -> [UInt8] {
        var json = JSONWriter()
        let text = problem.message.text(in: language)
        switch self {
        case .api:
            json.write(#"{"success":false,"message":"#)
            json.write(string: text)
            json.write("}")
        case .mj:
            json.write(#"{"code":"#)
            json.write(problem.code)
            json.write(#","description":"#)
            json.write(string: text)
            json.write(#","result":null,"properties":{}}"#)
        }
        return json.bytes
    }
}
