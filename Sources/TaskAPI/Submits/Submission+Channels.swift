import Domain
import Logging
import Storage
import Upstream

/// Whom a submission asks, and what becomes of those it has asked.
extension Submission {
    struct Candidates {
        var channels: [Channel]
        /// What the client is told when none of them takes the task.
        var refusal = SubmitReply.noChannel
    }

    func candidates(for target: Target, _ demand: ChannelDemand) throws -> Candidates {
        switch target {
        case .anyChannel:
            var generator = SystemRandomNumberGenerator()
            let choice = ChannelChoice(
                of: try store.channelLoads(for: demand),
                for: demand,
                at: store.configuration.clock(),
                using: &generator
            )
            guard choice.order.isEmpty else { return Candidates(channels: choice.order) }
            // That is as it should be, and no news.
            if choice.obstacle != .full { explain(choice.obstacle, demand) }
            return Candidates(
                channels: [],
                refusal: choice.obstacle == .full ? .queueFull : .noChannel
            )
        case .pinned(let id):
            return Candidates(channels: try store.channel(id).map { [$0] } ?? [])
        }
    }

    /// For the operator: the client is told no more than that there is none.
    private func explain(_ obstacle: ChannelChoice.Obstacle?, _ demand: ChannelDemand) {
        let reason =
            switch obstacle {
            case nil: "there are no channels: mjtask channels add"
            case .disabled: "all are disabled: mjtask channels enable"
            case .unsuitable: "no enabled one serves this group, action and mode"
            case .resting: "those that serve it are disabled automatically"
            case .full: "those that serve it are at their in-flight limit"
            }
        logger.warning(
            "no channel can take a task",
            metadata: [
                "reason": "\(reason)", "group": "\(demand.group)",
                "action": "\(demand.action.rawValue)",
                "mode": "\(demand.modes.map(\.rawValue).sorted().joined(separator: ","))",
            ]
        )
    }

    /// What a channel made of a request.
    struct Response {
        let answer: Result<SubmitAnswer, ChannelError>
        /// To be remembered once that is durable.
        let verdict: ChannelVerdict
    }

    func send(
        _ body: [String: JSONValue],
        to route: String,
        of channel: Channel,
        as target: Target
    ) -> Response {
        do throws(ChannelError) {
            let answer = try send(.object(body), route, channel)
            let verdict = ChannelVerdict(answer, to: body, as: target, isOpen: channel.isOpen)
            return Response(answer: .success(answer), verdict: verdict)
        } catch {
            return Response(answer: .failure(error), verdict: ChannelVerdict(error))
        }
    }

    /// After the channel's id is durable, which nothing may keep waiting. If this cannot be
    /// committed, the next submit tells.
    func remember(_ verdict: ChannelVerdict, of channel: Channel, as target: Target) {
        do {
            switch verdict {
            case .nothing: break
            // Failures of requests that began later say more than the success of this one.
            case .works where channel.health == nil: break
            case .works: report(try store.recordSuccess(of: channel.id), of: channel)
            case .fails(let reason):
                // Who was let in to an open channel with new work is its trial.
                let isTrial = channel.isOpen && target == .anyChannel
                report(
                    try store.recordFailure(of: channel.id, reason: reason, isTrial: isTrial),
                    of: channel
                )
            }
        } catch {
            logger.error(
                "health of a channel not recorded",
                metadata: ["channel": "\(channel.id)", "error": "\(error)"]
            )
        }
    }

    private func report(_ turn: ChannelTurn, of channel: Channel) {
        switch turn {
        case .none, .stayedOpen: break
        case .opened(let health):
            let pause = (health.opening?.trialAt ?? health.failedAt) - health.failedAt
            logger.error(
                "channel disabled automatically",
                metadata: [
                    "channel": "\(channel.id)", "name": "\(channel.name)",
                    "failures": "\(health.failures)",
                    "reason": "\(health.reason)", "next_trial_in": "\(pause / 1000)s",
                ]
            )
        case .closed:
            logger.notice(
                "channel works again, and gets new tasks",
                metadata: ["channel": "\(channel.id)", "name": "\(channel.name)"]
            )
        }
    }
}
