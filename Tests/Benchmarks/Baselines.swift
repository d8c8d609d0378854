import Foundation
import Glibc
import Supervision
import TestSupport

/// What a list is measured against: an nginx of its own that serves a file with the same bytes, and
/// passes to a responder in C that sends them and does nothing else.
final class Baselines {
    let port: Int
    private let responder: ChildProcess
    private let nginx: ChildProcess

    /// - Parameter threads: of the responder, as many as the list has.
    init(directory: String, body: String, threads: Int) throws {
        let folder = directory + "/baselines"
        try FileManager.default.createDirectory(
            atPath: folder,
            withIntermediateDirectories: true
        )
        guard let port = LoopbackPort.unused()?.number else { throw WaitTimedOut(what: "a port") }
        self.port = Int(port)
        try body.write(toFile: folder + "/page.json", atomically: false, encoding: .utf8)
        let socket = folder + "/null.sock"
        responder = try ChildProcess(
            .init(
                executable: BuiltProgram.path("NullResponder"),
                arguments: [socket, String(threads), folder + "/page.json"],
                environment: [:],
                logFile: folder + "/null.log"
            )
        )
        try waitUntil("the null responder") { FileManager.default.fileExists(atPath: socket) }
        let configuration = folder + "/nginx.conf"
        try Self.configuration(folder, port: self.port, socket: socket)
            .write(toFile: configuration, atomically: false, encoding: .utf8)
        nginx = try ChildProcess(
            .init(
                executable: "/usr/sbin/nginx",
                arguments: ["-c", configuration, "-g", "daemon off;"],
                environment: [:],
                logFile: folder + "/nginx.log"
            )
        )
        try waitUntil("nginx") { (try? HTTPConnection(port: Int(port))) != nil }
    }

    func stop() {
        nginx.stop()
        responder.stop()
    }

    /// With a log of accesses, workers and buffers as the demo's.
    private static func configuration(_ folder: String, port: Int, socket: String) -> String {
        let paths = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
            .map { "\($0)_temp_path \(folder)/\($0);" }.joined(separator: "\n    ")
        // Started by root, workers would become nobody, who may not enter the folder.
        let user = geteuid() == 0 ? "user root;" : ""
        return """
            \(user)
            worker_processes 2;
            pid \(folder)/nginx.pid;
            error_log \(folder)/error.log;
            events { worker_connections 1024; }
            http {
                \(paths)
                access_log \(folder)/access.log;
                sendfile on;
                open_file_cache max=10;
                keepalive_requests 1000000;
                types { application/json json; }
                upstream null { server unix:\(socket); keepalive 16; }
                server {
                    listen 127.0.0.1:\(port);
                    location = /page.json { root \(folder); }
                    location = /null {
                        fastcgi_pass null;
                        fastcgi_keep_conn on;
                        fastcgi_param REQUEST_METHOD $request_method;
                        fastcgi_buffer_size 32k;
                        fastcgi_buffers 8 32k;
                    }
                }
            }
            """
    }
}
