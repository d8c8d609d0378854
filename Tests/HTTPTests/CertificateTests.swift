import Foundation
import HTTP
import Supervision
import TestSupport
import Testing

/// What becomes of a request to a server whose certificate nobody vouches for: a real nginx.
struct CertificateTests {
    @Test func aServerWithoutATrustedCertificate_isSentNothing() async throws {
        try await withTemporaryDirectory { directory in
            let port = try #require(LoopbackPort.unused()).number
            try run(
                "openssl",
                "req",
                "-x509",
                "-newkey",
                "ec",
                "-pkeyopt",
                "ec_paramgen_curve:prime256v1",
                "-nodes",
                "-days",
                "2",
                "-subj",
                "/CN=localhost",
                "-addext",
                "subjectAltName=IP:127.0.0.1",
                "-keyout",
                directory + "/key.pem",
                "-out",
                directory + "/certificate.pem"
            )
            let nginx = try startNginx(directory, port: Int(port))
            defer { nginx.stop() }
            let url = "https://127.0.0.1:\(port)"
            try waitUntil("nginx to answer who trusts it") {
                let certificate = directory + "/certificate.pem"
                return (try? run("curl", "-fsS", "--cacert", certificate, url)) != nil
            }
            let caller = HTTPCaller(
                configuration: .init(
                    connectTimeout: .seconds(5),
                    maximumAnswerSize: 1 << 20,
                    idleTimeout: .seconds(5)
                )
            )
            let failure = await #expect(throws: HTTPFailure.self) {
                try await onThread {
                    try caller.exchange(
                        HTTPRequest(
                            .post(Array("secret".utf8)),
                            url,
                            "/submitted",
                            fields: ["mj-api-secret": "secret"],
                            timeout: .seconds(10)
                        )
                    )
                }
            }
            #expect(failure?.wasSent == false)
            let requests = try String(
                contentsOfFile: directory + "/access.log",
                encoding: .utf8
            )
            #expect(requests.contains("GET / "))
            #expect(!requests.contains("submitted"))
        }
    }

    private func startNginx(_ directory: String, port: Int) throws -> ChildProcess {
        let paths = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
            .map { "\($0)_temp_path \(directory)/\($0);" }.joined(separator: " ")
        try """
        daemon off; pid \(directory)/nginx.pid; error_log \(directory)/error.log;
        events {}
        http {
            \(paths)
            access_log \(directory)/access.log;
            server {
                listen 127.0.0.1:\(port) ssl;
                ssl_certificate \(directory)/certificate.pem;
                ssl_certificate_key \(directory)/key.pem;
                location / { return 200 "ok"; }
            }
        }
        """
        .write(toFile: directory + "/nginx.conf", atomically: false, encoding: .utf8)
        return try ChildProcess(
            .init(
                executable: "/usr/sbin/nginx",
                arguments: ["-c", directory + "/nginx.conf"],
                environment: [:],
                logFile: directory + "/nginx.log"
            )
        )
    }

    private struct Failed: Error {}

    private func run(_ program: String, _ arguments: String...) throws {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/" + program)
        process.arguments = arguments
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw Failed() }
    }
}
