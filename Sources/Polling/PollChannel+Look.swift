import Domain
import Storage
import Upstream

extension PollChannel {
    /// How a look at all tasks of a channel went.
    struct Look {
        var settlements: [Settlement] = []
        var hasAnswers = false
        var hasChanges = false
        var failure: ChannelError?
        var duration: Duration = .zero
    }

    /// Ids asked for at once: an answer's size and the work it means stay bounded, and what the
    /// first thousands say is shown before the last are asked for.
    private static let slice = 1000
    /// How many tasks are asked for singly at once.
    private static let confirmations = 8

    /// Asks for all tasks once, or only for those that hints named, and writes what was found out.
    func look(at hinted: Set<String>? = nil) async -> Look {
        let begin = ContinuousClock.now
        var look = Look()
        await recall()
        let candidates = Dictionary(grouping: tasks.values, by: \.upstreamID)
            .mapValues { $0.map(\.mjID) }
        let asked = candidates.filter { _, mjIDs in
            mjIDs.contains {
                tasks[$0]?.isSettling == false && hinted?.contains($0) ?? true
            }
        }
        // In another order each time: a part that the channel cannot answer never hides the rest.
        var slices = asked.keys.shuffled().chunks(of: Self.slice)[...]
        var failures = 0
        while failures < 2, !Task.isCancelled, let slice = slices.popFirst() {
            do {
                let answer = try await services.access.reports(slice, channel)
                failures = 0
                look.hasAnswers = true
                await take(answer, to: slice, candidates: candidates, look: &look)
            } catch {
                if Task.isCancelled { break }
                failures += 1
                look.failure = error
                await takeFailure(of: slice, candidates: candidates)
            }
        }
        if failures > 0, !Task.isCancelled {
            await takeFailure(of: slices.flatMap(\.self), candidates: candidates)
        }
        look.duration = ContinuousClock.now - begin
        return look
    }

    /// One part of a look: what `answer` says of the tasks behind `slice`.
    private func take(
        _ answer: [ChannelReport],
        to slice: [String],
        candidates: [String: [String]],
        look: inout Look
    ) async {
        let match = ReportMatch(answer, candidates: candidates)
        logAmbiguous(match.ambiguousIDs)
        let mjIDs = slice.flatMap { candidates[$0] ?? [] }
        let now = Milliseconds.now
        var vanished: [String] = []
        var verdicts: [TrackedTask.Verdict] = []
        for mjID in mjIDs where tasks[mjID]?.isSettling == false {
            let verdict = tasks[mjID]?.take(match.finding(of: mjID), at: now, rules: rules)
            // Not listed is no change yet; what asking for it alone gives may be one.
            if verdict == .vanished {
                vanished.append(mjID)
            } else {
                verdicts.append(verdict ?? .unchanged)
            }
        }
        verdicts += await confirm(vanished, candidates: candidates)
        look.hasChanges = look.hasChanges || verdicts.contains { $0 != .unchanged }
        await write(mjIDs)
        look.settlements += await end(verdicts)
    }

    /// Asks singly for what lists have missed for too long.
    private func confirm(_ mjIDs: [String], candidates: [String: [String]]) async
        -> [TrackedTask.Verdict]
    {
        var verdicts: [TrackedTask.Verdict] = []
        let access = services.access
        let channel = channel
        for chunk in mjIDs.chunks(of: Self.confirmations) where !Task.isCancelled {
            let questions = chunk.compactMap { tasks[$0] }.map { ($0.mjID, $0.upstreamID) }
            let answers = await withTaskGroup(of: (String, Finding?).self) { group in
                for (mjID, upstreamID) in questions {
                    group.addTask {
                        do {
                            let report = try await access.report(upstreamID, channel)
                            let match = ReportMatch(
                                report.map { [$0] } ?? [],
                                candidates: candidates
                            )
                            return (mjID, match.finding(of: mjID))
                        } catch {
                            return (mjID, nil)
                        }
                    }
                }
                return await group.reduce(into: []) { $0.append($1) }
            }
            guard !Task.isCancelled else { break }
            let now = Milliseconds.now
            for (mjID, finding) in answers where tasks[mjID]?.isSettling == false {
                let verdict =
                    finding.map { tasks[mjID]?.takeConfirmation($0, at: now, rules: rules) }
                    ?? tasks[mjID]?.takeUnconfirmed(at: now, rules: rules)
                verdicts.append(verdict ?? .unchanged)
            }
        }
        return verdicts
    }

    private func takeFailure(of upstreamIDs: [String], candidates: [String: [String]]) async {
        let now = Milliseconds.now
        var verdicts: [TrackedTask.Verdict] = []
        for mjID in upstreamIDs.flatMap({ candidates[$0] ?? [] })
        where tasks[mjID]?.isSettling == false {
            verdicts.append(tasks[mjID]?.takeFailure(at: now, rules: rules) ?? .unchanged)
        }
        _ = await end(verdicts)
    }

    /// Commits the ends among `verdicts`, except those that first want their picture.
    private func end(_ verdicts: [TrackedTask.Verdict]) async -> [Settlement] {
        var endings: [TaskEnding] = []
        var settlements: [Settlement] = []
        for case .ended(let ending, let pictureURL) in verdicts {
            // Nothing may ask for it again, or end it otherwise, until this end is committed.
            tasks[ending.state.mjID]?.isSettling = true
            if let pictureURL {
                settlements.append(Settlement(ending: ending, pictureURL: pictureURL))
            } else {
                endings.append(ending)
            }
        }
        await commit(endings)
        return settlements
    }
}
