import Glibc
import Synchronization

/// Keeps programs running: one that died is started again within a second.
///
/// A thread of its own starts and watches them and lives as long as they do, because the signal
/// that ends a forgotten child comes with the end of the thread that started it
/// (``ChildProcess/Specification/endsWithParent``). ``stop(grace:)`` ends all, last started
/// first; nothing is started after it.
package final class Supervisor: Sendable {
    package struct Program: Sendable {
        package var name: String
        package var specification: ChildProcess.Specification
        /// Holds the number of the process that runs now; rewritten at each start.
        package var pidFile: PIDFile?

        package init(
            name: String,
            specification: ChildProcess.Specification,
            pidFile: PIDFile? = nil
        ) {
            self.name = name
            self.specification = specification
            self.pidFile = pidFile
        }
    }

    package enum Event: Sendable, Equatable {
        case started(name: String, pid: Int32)
        /// The exit code, or 128 plus the signal.
        case ended(name: String, status: Int32)
        case startFailed(name: String, reason: String)
    }

    private struct Place {
        let program: Program
        var process: ChildProcess?
        var startedAt: ContinuousClock.Instant
        var nextStart: ContinuousClock.Instant
        var backoff = RestartBackoff()
    }

    private struct State {
        var places: [Place] = []
        /// Set once, by ``stop(grace:)``.
        var grace: Duration?
        var hasEnded = false
    }

    private let state = Mutex(State())
    private let onEvent: @Sendable (Event) -> Void

    /// - Parameter onEvent: called on the supervisor's thread, which must not be held up.
    package init(onEvent: @escaping @Sendable (Event) -> Void = { _ in }) {
        self.onEvent = onEvent
        let box = Unmanaged.passRetained(self)
        var thread = pthread_t()
        let failure = pthread_create(
            &thread,
            nil,
            { argument in
                guard let argument else { return nil }
                Unmanaged<Supervisor>.fromOpaque(argument).takeRetainedValue().watch()
                return nil
            },
            box.toOpaque()
        )
        precondition(failure == 0, "no thread for the supervisor")
        pthread_detach(thread)
    }

    /// Has the program started, now and whenever it died.
    package func add(_ program: Program) {
        let now = ContinuousClock.now
        state.withLock {
            $0.places.append(Place(program: program, startedAt: now, nextStart: now))
        }
    }

    /// The process that runs now, if there is one.
    package func pid(of name: String) -> Int32? {
        state.withLock { state in
            state.places.first { $0.program.name == name }?.process?.pid
        }
    }

    /// SIGTERM to each in the reverse order of their start, SIGKILL after `grace`; returns when
    /// all are gone.
    package func stop(grace: Duration = .seconds(10)) {
        state.withLock { if $0.grace == nil { $0.grace = grace } }
        while !state.withLock(\.hasEnded) { usleep(2_000) }
    }

    /// The thread's loop.
    private func watch() {
        while true {
            if let grace = state.withLock(\.grace) {
                end(grace: grace)
                return
            }
            let count = state.withLock(\.places.count)
            for index in 0..<count { look(at: index) }
            usleep(10_000)
        }
    }

    /// Only this thread changes a place, so it may be taken out, worked on, and put back.
    private func look(at index: Int) {
        var place = state.withLock { $0.places[index] }
        let now = ContinuousClock.now
        if let process = place.process, let status = process.waitForExit(timeout: .zero) {
            place.process = nil
            place.nextStart = now + place.backoff.delay(afterLifetime: now - place.startedAt)
            onEvent(.ended(name: place.program.name, status: status))
        }
        if place.process == nil, now >= place.nextStart {
            start(&place, at: now)
        }
        state.withLock { $0.places[index] = place }
    }

    private func start(_ place: inout Place, at now: ContinuousClock.Instant) {
        place.startedAt = now
        do {
            let process = try ChildProcess(place.program.specification)
            place.process = process
            try place.program.pidFile?.write(process.pid)
            onEvent(.started(name: place.program.name, pid: process.pid))
        } catch {
            if place.process == nil {
                place.nextStart = now + place.backoff.delay(afterLifetime: .zero)
            }
            onEvent(.startFailed(name: place.program.name, reason: "\(error)"))
        }
    }

    private func end(grace: Duration) {
        let places = state.withLock { state in
            defer { state.places = [] }
            return state.places
        }
        for place in places.reversed() {
            place.process?.stop(grace: grace)
            place.program.pidFile?.remove()
        }
        state.withLock { $0.hasEnded = true }
    }
}
