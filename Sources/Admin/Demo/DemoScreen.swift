import Foundation
import Glibc

/// What the demo prints.
enum DemoScreen {
    /// A line with the time.
    static func show(_ text: String) {
        var now = time(nil)
        var parts = tm()
        localtime_r(&now, &parts)
        var clock = [CChar](repeating: 0, count: 16)
        strftime(&clock, clock.count, "%H:%M:%S", &parts)
        let hour = clock.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
        write("\(dim(String(decoding: hour, as: UTF8.self)))  \(text)\n")
    }

    /// An exit code, or 128 plus a signal, in words.
    static func words(forStatus status: Int32) -> String {
        status > 128 ? "signal \(status - 128)" : "exit code \(status)"
    }

    static func showReady(folder: DemoFolder, publicURL: String, accounts: DemoAccounts) {
        let rows = [accounts.demo, accounts.second, accounts.administrator].map { account in
            """
                \(bold(account.name.padding(toLength: 8, withPad: " ", startingAt: 0))) API key      \
            \(account.apiKey)
                         access token \(account.accessToken)

            """
        }
        let directory = Self.shortest(folder.path)
        let list = "curl -s -H \"Authorization: Bearer $ACCESS_TOKEN\" \"$BASE_URL/api/mj/self"
        write(
            """

            \(bold("mjtask is ready at \(publicURL)"))

            \(rows.joined())
              Try, in another terminal here (the variables are in \(directory)/env):

                . \(directory)/env
                \(dim("# the newest tasks, and one page of a user's list"))
                \(list)?page_size=3"
                \(dim("# a new task; its number is the result"))
                curl -s -H "Authorization: Bearer $API_KEY" -H 'Content-Type: application/json' \\
                     -d '{"prompt":"a red bicycle, gouache"}' "$BASE_URL/mj/submit/imagine"
                \(dim("# its state, and once it is a SUCCESS its picture as imageUrl"))
                curl -s -H "Authorization: Bearer $API_KEY" "$BASE_URL/mj/task/NUMBER/fetch"
                \(dim("# everybody's tasks, for administrators"))
                curl -s -H "Authorization: Bearer $ADMIN_ACCESS_TOKEN" "$BASE_URL/api/mj/"
                \(dim("# how it is doing; kill a program and look again"))
                curl -s "$BASE_URL/mj/healthz"; kill -9 $(cat "$REDIS_PID_FILE")

              Logs are in \(directory)/logs, the database is \(directory)/data/mjtask.db.
              \(bold("Ctrl-C")) stops everything; the next start begins anew.


            """
        )
    }

    /// Relative where that is shorter to type.
    private static func shortest(_ path: String) -> String {
        let here = FileManager.default.currentDirectoryPath + "/"
        return path.hasPrefix(here) ? String(path.dropFirst(here.count)) : path
    }

    private static let style = Style(STDOUT_FILENO)

    private static func bold(_ text: String) -> String { style(text, .bold) }
    private static func dim(_ text: String) -> String { style(text, .dim) }

    /// At once, also when the output is a file that somebody follows.
    private static func write(_ text: String) {
        try? FileHandle.standardOutput.write(contentsOf: Data(text.utf8))
    }
}
