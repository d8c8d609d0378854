import Foundation

/// nginx's configuration for the demo: one server with the two includes as they are shipped, but
/// for the paths, which lead into the demo's folder.
struct DemoNginx {
    let folder: DemoFolder
    let port: UInt16
    /// Where the shipped files lie.
    let source: String

    var configurationFile: String { folder.nginx + "/nginx.conf" }

    func write() throws {
        // The includes name one another as mjtask/…, below the main file's folder.
        let target = folder.nginx + "/mjtask"
        let names = (try? FileManager.default.contentsOfDirectory(atPath: source)) ?? []
        let files = names.filter { $0.hasPrefix("mjtask") || $0 == "openapi.json" }
        guard files.contains("mjtask.conf") else {
            throw DemoError(
                "\(source): nginx's files are not there",
                hint: "run “make demo” at the top of the repository, or give --nginx-files"
            )
        }
        try FileManager.default.createDirectory(
            atPath: target,
            withIntermediateDirectories: true
        )
        for name in files {
            let text = try String(contentsOfFile: source + "/" + name, encoding: .utf8)
                .replacingOccurrences(of: "/run/mjtask", with: folder.run)
                .replacingOccurrences(of: "/var/lib/mjtask", with: folder.data)
                .replacingOccurrences(of: "/etc/nginx/mjtask", with: target)
            try text.write(toFile: target + "/" + name, atomically: true, encoding: .utf8)
        }
        try configuration.write(toFile: configurationFile, atomically: true, encoding: .utf8)
    }

    private var configuration: String {
        // Started by root, workers would become nobody, who may not enter the folder.
        let user = geteuid() == 0 ? "user root;\n" : ""
        let temporary = ["client_body", "fastcgi", "proxy", "scgi", "uwsgi"]
            .map { "    \($0)_temp_path \(folder.nginx)/\($0);\n" }.joined()
        return """
            \(user)daemon off;
            worker_processes 2;
            pid \(folder.nginx)/nginx.pid;
            error_log \(folder.log(of: "nginx"));
            events { worker_connections 4096; }
            http {
                include /etc/nginx/mime.types;
                access_log \(folder.logs)/nginx-access.log;
                sendfile on;
                tcp_nopush on;
                keepalive_requests 100000;
            \(temporary)
                include mjtask/mjtask.conf;
                server {
                    listen 127.0.0.1:\(port) backlog=1024;
                    server_name localhost;
                    include mjtask/mjtask-locations.conf;
                    location = / { return 302 /mj/healthz; }
                }
            }

            """
    }
}
