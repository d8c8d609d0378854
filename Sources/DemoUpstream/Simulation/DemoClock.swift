import Domain
import Glibc

/// The wall clock, which the control plane may stop and move forward.
struct DemoClock: Sendable {
    private var offset: Milliseconds = 0
    private var frozenAt: Milliseconds?

    func now(wall: Milliseconds = Self.wallTime()) -> Milliseconds {
        (frozenAt ?? wall) + offset
    }

    mutating func advance(by time: Milliseconds) {
        offset += time
    }

    var isFrozen: Bool { frozenAt != nil }

    mutating func setFrozen(_ isFrozen: Bool, wall: Milliseconds = Self.wallTime()) {
        if isFrozen, frozenAt == nil {
            frozenAt = wall
        } else if !isFrozen, let moment = frozenAt {
            // Goes on where it stood: time never goes back.
            offset -= wall - moment
            frozenAt = nil
        }
    }

    static func wallTime() -> Milliseconds {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Int64(time.tv_sec) * 1_000 + Int64(time.tv_nsec) / 1_000_000
    }
}
