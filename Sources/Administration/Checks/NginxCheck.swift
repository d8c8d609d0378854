import FoundationEssentials

/// Whether nginx's configuration, where there is one, has our two includes and our sockets.
struct NginxCheck {
    /// Such as `/etc/nginx`.
    let directory: String
    let sockets: [String]

    private static let part = "nginx"

    func findings() -> [Finding] {
        guard let main = text(directory + "/nginx.conf") else {
            return [Finding(Self.part, .ok, "\(directory)/nginx.conf: not here, not checked")]
        }
        let others = ["conf.d", "sites-enabled"].flatMap { files(in: directory + "/" + $0) }
        let all = ([main] + others.compactMap(text)).flatMap(directives)
        let includes = [("mjtask.conf", "http {}"), ("mjtask-locations.conf", "server {}")]
        let missing = includes.filter { name, _ in
            !all.contains { $0.hasPrefix("include") && $0.hasSuffix("mjtask/" + name) }
        }
        var findings = missing.map { name, place in
            Finding(
                Self.part,
                .warning,
                "\(directory): nothing includes mjtask/\(name)",
                hint: "add “include mjtask/\(name);” inside of \(place)"
            )
        }
        let ours = files(in: directory + "/mjtask").compactMap(text).flatMap(directives)
        if missing.isEmpty, ours.isEmpty {
            findings.append(
                Finding(
                    Self.part,
                    .error,
                    "\(directory)/mjtask: the included files are not there",
                    hint: "install nginx/* there"
                )
            )
        }
        for socket in sockets where !ours.isEmpty {
            let server = "unix:" + socket
            guard !ours.contains(where: { $0.split(separator: " ").contains(server[...]) }) else {
                continue
            }
            findings.append(
                Finding(
                    Self.part,
                    .error,
                    "\(directory)/mjtask: no server is \(server)",
                    hint: "correct mjtask.conf, or MJTASK_LIST_SOCKET and MJTASK_RELAY_SOCKET"
                )
            )
        }
        return findings.isEmpty
            ? [Finding(Self.part, .ok, "\(directory): both includes are there")] : findings
    }

    private func files(in directory: String) -> [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? []
        return names.sorted().map { directory + "/" + $0 }
    }

    private func text(_ path: String) -> String? {
        try? String(contentsOf: URL(filePath: path), encoding: .utf8)
    }

    /// Without comments, with one blank between words.
    private func directives(_ text: String) -> [String] {
        text.split(separator: "\n")
            .flatMap { $0.prefix { $0 != "#" }.split { ";{}".contains($0) } }
            .map { $0.split { $0.isWhitespace }.joined(separator: " ") }
            .filter { !$0.isEmpty }
    }
}
