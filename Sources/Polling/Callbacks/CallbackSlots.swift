import Domain
import Upstream

/// Who may be delivered to now: so many at once for a receiver, for a user and in all, one at a
/// time for a task, and to a receiver that does not answer nothing but a probe now and then.
struct CallbackSlots: Sendable {
    /// What is delivered in a row, one after the other.
    struct Lane: Hashable, Sendable {
        var receiver: CallbackReceiver
        var userID: UserID
    }

    private struct Silence {
        var failures = 0
        var until: ContinuousClock.Instant
    }

    /// Anybody may name any number of hosts that do not answer: nobody gets more than a quarter.
    private var perUser: Int { max(perReceiver, total / 4) }
    private let perReceiver: Int
    private let total: Int
    private var used = 0
    private var receivers: [CallbackReceiver: Int] = [:]
    private var users: [UserID: Int] = [:]
    private var tasks: Set<String> = []
    private var silences: [CallbackReceiver: Silence] = [:]
    private let firstSilence: Duration
    /// Failures in a row that say nothing yet: connections break.
    private static let tolerated = 3
    private static let longestSilence = Duration.seconds(300)
    private static let rememberedSilences = 10_000

    init(perReceiver: Int, total: Int = 256, firstSilence: Duration) {
        self.firstSilence = firstSilence
        self.perReceiver = max(1, perReceiver)
        self.total = max(1, total)
    }

    // MARK: Lanes

    /// How many more lanes may begin.
    func free(for lane: Lane, at now: ContinuousClock.Instant) -> Int {
        guard silentUntil(lane.receiver, at: now) == nil else { return 0 }
        let failures = silences[lane.receiver]?.failures ?? 0
        let limit = failures < Self.tolerated ? perReceiver : 1
        let free = min(
            limit - receivers[lane.receiver, default: 0],
            perUser - users[lane.userID, default: 0],
            total - used
        )
        return max(0, free)
    }

    mutating func begin(_ lane: Lane) {
        used += 1
        receivers[lane.receiver, default: 0] += 1
        users[lane.userID, default: 0] += 1
    }

    mutating func end(_ lane: Lane) {
        used -= 1
        receivers[lane.receiver] = receivers[lane.receiver].flatMap { $0 > 1 ? $0 - 1 : nil }
        users[lane.userID] = users[lane.userID].flatMap { $0 > 1 ? $0 - 1 : nil }
    }

    // MARK: Tasks

    /// - Returns: false while another delivery of the task is under way.
    mutating func begin(task mjID: String) -> Bool {
        tasks.insert(mjID).inserted
    }

    mutating func end(task mjID: String) {
        tasks.remove(mjID)
    }

    // MARK: Silence

    /// Until when a receiver that did not answer is left alone.
    func silentUntil(_ receiver: CallbackReceiver, at now: ContinuousClock.Instant)
        -> ContinuousClock.Instant?
    {
        guard let silence = silences[receiver], silence.until > now else { return nil }
        return silence.until
    }

    /// The receiver did not answer: from the third time in a row on 5 s, 10 s, 20 s … 5 min
    /// without it.
    mutating func noteSilence(of receiver: CallbackReceiver, at now: ContinuousClock.Instant) {
        if silences.count >= Self.rememberedSilences {
            silences = silences.filter { $0.value.until > now }
        }
        var silence = silences[receiver] ?? Silence(until: now)
        // Several deliveries that were under way together count once.
        guard silence.until <= now else { return }
        silence.failures += 1
        if silence.failures >= Self.tolerated {
            let pause = firstSilence * (1 << min(silence.failures - Self.tolerated, 16))
            silence.until = now + min(pause, Self.longestSilence)
        }
        silences[receiver] = silence
    }

    mutating func noteAnswer(of receiver: CallbackReceiver) {
        silences[receiver] = nil
    }
}
