import Configuration
import Domain
import FoundationEssentials

/// The texts of settings, from the environment and from a file, and what is wrong with the file.
///
/// swift-configuration layers the two. Its own reader of environment files knows no quotes and
/// skips what it cannot read, hence ``EnvironmentFile``; and it looks keys up but does not list
/// them, so unknown keys are found here.
struct SettingsSources {
    static let defaultFile = "/etc/mjtask/mjtask.env"
    /// Names the file, and is therefore of use only in the environment.
    static let fileKey = "MJTASK_SETTINGS"

    private let reader: ConfigReader
    private let environmentKeys: Set<String>
    private let lines: [String: Int]
    private let path: String
    let problems: [String]
    /// The file is there, and not for who asks.
    let isForbidden: Bool

    init(environment: [String: String], file: String?) {
        let named = file ?? environment[Self.fileKey]
        path = named ?? Self.defaultFile
        var problems: [String] = []
        var assignments: [EnvironmentFile.Assignment] = []
        var isForbidden = false
        if named != nil || FileManager.default.fileExists(atPath: path) {
            do {
                let bytes = try Data(contentsOf: URL(filePath: path))
                guard let text = String(validating: bytes, as: UTF8.self) else {
                    throw CocoaError(.fileReadInapplicableStringEncoding)
                }
                let parsed = EnvironmentFile(text)
                problems = parsed.problems.map { [path] in "\(path), \($0)" }
                assignments = parsed.assignments
            } catch {
                isForbidden = (error as? CocoaError)?.code == .fileReadNoPermission
                problems = ["\(path): the settings file cannot be read: \(Self.reason(of: error))"]
            }
        }
        problems += assignments.compactMap { [path] in Self.unknown($0, path: path) }
        self.problems = problems
        self.isForbidden = isForbidden
        lines = Dictionary(assignments.map { ($0.key, $0.line) }) { $1 }
        environmentKeys = Set(environment.keys)
        let values = Dictionary(assignments.map { ($0.key, $0.value) }) { $1 }
        reader = ConfigReader(providers: [
            EnvironmentVariablesProvider(environmentVariables: environment),
            EnvironmentVariablesProvider(environmentVariables: values),
        ])
    }

    func value(of key: String) -> (text: String, origin: Settings.Origin)? {
        guard let text = reader.string(forKey: ConfigKey([key])) else { return nil }
        if environmentKeys.contains(key) { return (text, .environment) }
        return (text, .file(path: path, line: lines[key] ?? 0))
    }

    /// A key that is not ours may be meant for something else that reads the file, unless it
    /// looks like one of ours. The value is never shown: nobody knows what it is.
    private static func unknown(
        _ assignment: EnvironmentFile.Assignment,
        path: String
    ) -> String? {
        let keys = Settings.table.map(\.key)
        guard !keys.contains(assignment.key) else { return nil }
        let nearest = NearestKey.to(assignment.key, among: keys)
        guard assignment.key.hasPrefix("MJTASK_") || nearest != nil else { return nil }
        let hint =
            nearest.map { "did you mean \($0)?" } ?? "“mjtask settings” lists those there are"
        return "\(assignment.key) (\(path), line \(assignment.line)): no such setting; \(hint)"
    }

    private static func reason(of error: any Error) -> String {
        switch (error as? CocoaError)?.code {
        case .fileReadNoSuchFile?: "there is no such file"
        case .fileReadNoPermission?: "no permission"
        case .fileReadInapplicableStringEncoding?: "it is not UTF-8"
        case .fileReadUnknown?: "it is no file"
        default: "\(error)"
        }
    }
}
