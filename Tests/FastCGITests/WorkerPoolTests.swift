import CFastCGI
import FastCGI
import Foundation
import Synchronization
import TestSupport
import Testing

struct WorkerPoolTests {
    @Test func respond_seesTheParameters_andItsAnswerArrivesWhole() throws {
        try withPool(answer: { request in
            let name = request.parameter("REQUEST_METHOD") ?? "none"
            let missing = request.parameter("REQUEST") == nil ? "missing" : "there"
            return FastCGIResponse(
                status: 404,
                headers: [("Content-Type", "text/plain"), ("X-A", "b: c")],
                body: .bytes(Array("\(name) \(missing)\r\n\r\nmore".utf8))
            )
        }) { path in
            let answer = try FastCGIClient(socketPath: path).send(
                parameters: ["REQUEST_METHOD": "GET", "QUERY_STRING": ""])

            #expect(answer.status == 404)
            #expect(answer.headers.map(\.0) == ["Content-Type", "X-A", "Content-Length"])
            #expect(answer.headers.map(\.1) == ["text/plain", "b: c", "19"])
            #expect(String(decoding: answer.body, as: UTF8.self) == "GET missing\r\n\r\nmore")
        }
    }

    @Test func makeHandler_runsOnceOnEachWorkersThread_whereItsRequestsAreAnswered() throws {
        struct ThreadHandler: FastCGIHandler {
            let home = pthread_self()
            func respond(to request: FastCGIRequest) -> FastCGIResponse {
                .text(pthread_equal(home, pthread_self()) != 0 ? "home" : "elsewhere")
            }
        }
        try withTemporaryDirectory { directory in
            let socket = try ListeningSocket(path: directory + "/s")
            let made = Mutex(0)
            let pool = WorkerPool(listener: socket.descriptor, configuration: .make(threads: 5)) {
                made.withLock { $0 += 1 }
                return ThreadHandler()
            }
            for _ in 0..<20 {
                let answer = try FastCGIClient(socketPath: socket.path).send(parameters: [:])
                #expect(answer.body == Array("home".utf8))
            }

            #expect(pool.stop(within: .seconds(30)) == 0)
            #expect(made.withLock { $0 } == 5)
        }
    }

    @Test func workers_areAllInServiceAtOnce() throws {
        let inService = Mutex(0)
        let release = DispatchSemaphore(value: 0)
        try withPool(
            .make(threads: 64),
            answer: { _ in
                inService.withLock { $0 += 1 }
                release.wait()
                return .text("done")
            }
        ) { path in
            let clients = (0..<64).map { _ in FastCGIClient(socketPath: path) }
            for client in clients {
                try client.connect()
                try client.write(FastCGIClient.request([:], keepConnection: true))
            }
            try waitUntil("64 requests to be under way") { inService.withLock { $0 } == 64 }
            for _ in clients { release.signal() }

            for client in clients {
                #expect(try client.readAnswer().body == Array("done".utf8))
            }
        }
    }

    @Test func connections_areAllServed_whenThereAreFourTimesAsManyAsWorkers() throws {
        try withPool(.make(threads: 64), answer: { .text($0.parameter("N") ?? "") }) { path in
            let clients = (0..<256).map { _ in FastCGIClient(socketPath: path) }
            for (number, client) in clients.enumerated() {
                try client.connect()
                try client.write(FastCGIClient.request(["N": String(number)]))
            }
            for (number, client) in clients.enumerated() {
                #expect(try client.readAnswer().body == Array(String(number).utf8))
            }
        }
    }

    @Test func listener_canBeSharedByPools() throws {
        try withTemporaryDirectory { directory in
            let socket = try ListeningSocket(path: directory + "/s")
            let first = WorkerPool(socket, .make(threads: 4)) { _ in .text("first") }
            let second = WorkerPool(socket, .make(threads: 4)) { _ in .text("second") }
            try onThreads(8) { [path = socket.path] _ in
                for _ in 0..<50 {
                    let answer = try FastCGIClient(socketPath: path).send(parameters: [:])
                    #expect(answer.status == 200)
                }
            }

            #expect(first.stop(within: .seconds(30)) == 0)
            for _ in 0..<20 {
                let answer = try FastCGIClient(socketPath: socket.path).send(parameters: [:])
                #expect(answer.body == Array("second".utf8))
            }
            #expect(second.stop(within: .seconds(30)) == 0)
        }
    }

    @Test func silentClient_isDroppedAfterTheTimeout_withoutBlockingOthers() throws {
        let configuration = WorkerPool.Configuration.make(
            threads: 2,
            firstByteTimeout: .milliseconds(300)
        )
        try withPool(configuration, answer: { _ in .text("served") }) { path in
            let silent = FastCGIClient(socketPath: path)
            try silent.connect()
            let clock = ContinuousClock()
            let start = clock.now
            let answer = try FastCGIClient(socketPath: path).send(parameters: [:])

            #expect(answer.body == Array("served".utf8))
            #expect(try silent.waitForEnd())
            #expect(clock.now - start >= .milliseconds(250))
        }
    }

    @Test func silentClients_holdUpTheOnlyWorker_noLongerThanTheTimeout() throws {
        let configuration = WorkerPool.Configuration.make(
            threads: 1,
            firstByteTimeout: .milliseconds(50)
        )
        try withPool(configuration, answer: { _ in .text("served") }) { path in
            let silent = (0..<5).map { _ in FastCGIClient(socketPath: path) }
            for client in silent { try client.connect() }
            let answer = try FastCGIClient(socketPath: path).send(parameters: [:])

            #expect(answer.body == Array("served".utf8))
            for client in silent { #expect(try client.waitForEnd()) }
        }
    }

    @Test func clientThatStallsWithinARequest_isDroppedAfterTheTimeout() throws {
        let configuration = WorkerPool.Configuration.make(
            threads: 1,
            ioTimeout: .milliseconds(100)
        )
        try withPool(configuration, answer: { _ in .text("served") }) { path in
            let whole = FastCGIClient.request(["REQUEST_URI": "/api/mj/self"])
            let stalled = FastCGIClient(socketPath: path)
            try stalled.connect()
            try stalled.write(Array(whole[..<20]))

            #expect(try stalled.waitForEnd())
            #expect(try FastCGIClient(socketPath: path).send(parameters: [:]).status == 200)
        }
    }

    @Test func workers_letNoSignalIn_butThoseOfACrash() throws {
        try withPool(answer: { _ in
            var mask = sigset_t()
            pthread_sigmask(SIG_SETMASK, nil, &mask)
            let blocked = [SIGTERM, SIGINT, SIGHUP, SIGPIPE, SIGUSR1, SIGCHLD]
                .filter { sigismember(&mask, $0) == 1 }
            return .text("\(blocked.count) \(sigismember(&mask, SIGSEGV))")
        }) { path in
            let answer = try FastCGIClient(socketPath: path).send(parameters: [:])

            #expect(answer.body == Array("6 0".utf8))
        }
    }

    @Test func pool_leavesTheProgramsSignalHandlersAlone() throws {
        var before = sigaction()
        sigaction(SIGUSR1, nil, &before)
        try withPool(answer: { _ in .text("") }) { _ in
            var after = sigaction()
            sigaction(SIGUSR1, nil, &after)
            #expect(after.__sigaction_handler.sa_handler == nil)
        }
        #expect(before.__sigaction_handler.sa_handler == nil)
    }
}
