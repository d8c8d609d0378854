import Foundation
import Supervision
import TestSupport
import Testing

@testable import HTTP

/// What becomes of a request to a server whose certificate nobody vouches for: a real nginx.
struct CertificateTests {
    @Test func aServerWithoutATrustedCertificate_isSentNothing() async throws {
        try await withTemporaryDirectory { directory in
            let port = try #require(LoopbackPort.unused()).number
            try makeCertificate(in: directory)
            let nginx = try startNginx(directory, port: Int(port))
            defer { nginx.stop() }
            let url = "https://127.0.0.1:\(port)"
            try waitUntil("nginx to answer who trusts it") {
                let certificate = directory + "/certificate.pem"
                return (try? run("curl", "-fsS", "--cacert", certificate, url)) != nil
            }
            let caller = caller(trusting: nil)
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

    /// A server whose second record has the end of an answer, and another answer after it.
    private static let chatty = """
        import os, socket, ssl, sys
        directory = sys.argv[1]
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(directory + "/certificate.pem", directory + "/key.pem")
        listener = socket.create_server(("127.0.0.1", 0))
        with open(directory + "/port.part", "w") as file:
            file.write(str(listener.getsockname()[1]))
        os.rename(directory + "/port.part", directory + "/port")
        head = b"HTTP/1.1 200 OK\\r\\ncontent-length: 1\\r\\n\\r\\n"
        number = 0
        while True:
            connection = context.wrap_socket(listener.accept()[0], server_side=True)
            number += 1
            while connection.recv(65536):
                connection.sendall(head)
                connection.sendall(str(number).encode() + head + b"X")
        """

    @Test func whatCameWithAnAnswer_isNotTheNextOne() async throws {
        try await withTemporaryDirectory { directory in
            try makeCertificate(in: directory)
            let server = try ChildProcess(
                .init(
                    executable: "/usr/bin/python3",
                    arguments: ["-c", Self.chatty, directory],
                    environment: [:],
                    logFile: directory + "/server.log"
                )
            )
            defer { server.stop() }
            let file = directory + "/port"
            try waitUntil("the server") { FileManager.default.fileExists(atPath: file) }
            let port = try String(contentsOfFile: file, encoding: .utf8)
            let caller = caller(trusting: directory + "/certificate.pem")
            for number in 1...3 {
                let answer = try await onThread {
                    try caller.exchange(
                        HTTPRequest(
                            .post([1]),
                            "https://127.0.0.1:\(port)",
                            "/",
                            fields: [:],
                            timeout: .seconds(10)
                        )
                    )
                }
                #expect(String(decoding: answer.body, as: UTF8.self) == "\(number)")
            }
        }
    }

    private func caller(trusting certificates: String?) -> HTTPCaller {
        var configuration = HTTPCaller.Configuration(
            connectTimeout: .seconds(5),
            maximumAnswerSize: 1 << 20,
            idleTimeout: .seconds(5)
        )
        configuration.certificates = certificates
        return HTTPCaller(configuration: configuration)
    }

    private func makeCertificate(in directory: String) throws {
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
