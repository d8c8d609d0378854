import Domain

/// What is done with single tasks, and the accounts.
extension MidjourneyService {
    func imageSeed(_ id: String) async -> Answer {
        let latency = world.withState { $0.simulation.settings.seed.latency }
        // A real wait, whatever the clock says: it is the client's patience that is tested.
        if latency > 0 { try? await Task.sleep(for: .milliseconds(latency)) }
        let (reply, profile) = world.withState { state in
            (state.simulation.imageSeed(id, at: state.now), state.simulation.settings.profile)
        }
        let isSuccessor = profile == .csharp
        switch reply {
        case .seed(let seed): return envelope(1, "成功", seed)
        case .unknown: return envelope(3, "关联任务不存在或已失效", status: isSuccessor ? 404 : 200)
        case .noPicture: return envelope(4, "关联任务状态错误", status: isSuccessor ? 400 : 200)
        case .noPrivateChannel: return envelope(isSuccessor ? 9 : 4, "请配置私聊频道")
        case .failed(let error):
            return envelope(error.code, error.description, status: error.status)
        }
    }

    func cancel(_ id: String, _ fault: Fault?) -> Answer {
        let (reply, profile) = world.withState { state in
            let isIgnored = fault?.kind == .ignored
            let reply = state.simulation.cancel(id, isIgnored: isIgnored, at: state.now)
            return (reply, state.simulation.settings.profile)
        }
        guard !profile.cancelsAsFailure else { return .empty }
        switch reply {
        case .cancelled: return envelope(1, "成功", id)
        case .unknown: return envelope(3, "关联任务不存在或已失效")
        case .tooLate: return envelope(4, "关联任务状态错误")
        }
    }

    private func envelope(
        _ code: Int64,
        _ description: String,
        _ result: String? = nil,
        status: Int = 200
    ) -> Answer {
        .json(Envelope(code, description, result, nil).json, status: status)
    }

    /// As the original shows them, but for the tokens.
    func accounts(only id: String?) -> [JSONValue] {
        world.withState { state in
            state.simulation.accounts.filter { id == nil || $0.id == id }.map { account in
                .object([
                    "id": .string(account.id), "channelId": .string(account.id),
                    "guildId": .string(account.id), "userToken": .string("***"),
                    "userAgent": .string("demo"), "enable": .bool(!account.isPaused),
                    "coreSize": .integer(Int64(account.coreSize)),
                    "queueSize": .integer(Int64(account.queueSize)),
                    "timeoutMinutes": .integer(5), "properties": .object([:]),
                ])
            }
        }
    }
}
