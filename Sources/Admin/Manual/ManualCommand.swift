import ArgumentParser
import Foundation
import Settings

/// For installing: manual pages that always fit the program, because it writes them itself.
struct ManualCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "manual",
        abstract: "Write the manual pages, for installing them.",
        shouldDisplay: false
    )

    @Argument(help: "The folder that gets man1 and man5, such as /usr/share/man.")
    var folder: String

    func run() throws {
        for page in try Manual(version: programVersion).pages() {
            let directory = URL(filePath: folder).appending(path: "man\(page.section)")
            try FileManager.default.createDirectory(
                at: directory,
                withIntermediateDirectories: true
            )
            try page.text.write(
                to: directory.appending(path: page.fileName),
                atomically: false,
                encoding: .utf8
            )
        }
    }
}
