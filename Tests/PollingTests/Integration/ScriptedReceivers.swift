import Domain
import Foundation
import Polling
import Upstream

/// Receivers of callbacks that answer what a test tells them to.
actor ScriptedReceivers {
    enum Mood: Sendable {
        case taking
        case failing(CallbackError)
        /// Never answers; only a cancellation ends the wait.
        case hanging
    }

    struct Call: Sendable, Equatable {
        var url: String
        var delivery: String
        var status: String
        var progress: String
        var mjID: String
    }

    private var moods: [String: Mood] = [:]
    private(set) var calls: [Call] = []
    private(set) var deliveries: [CallbackDelivery] = []
    /// Most at once, for each URL.
    private(set) var peak: [String: Int] = [:]
    private var underWay: [String: Int] = [:]
    private var underWayByTask: [String: Int] = [:]
    private(set) var tasksAtOnce = 0

    private var held: [String: [CheckedContinuation<Void, Never>]] = [:]
    private var isHeld: Set<String> = []

    /// Answers nothing until ``release(_:)``.
    func hold(_ url: String) {
        isHeld.insert(url)
    }

    func release(_ url: String) {
        isHeld.remove(url)
        for continuation in held.removeValue(forKey: url) ?? [] { continuation.resume() }
    }

    func set(_ mood: Mood, of url: String) {
        moods[url] = mood
    }

    func calls(to url: String) -> [Call] { calls.filter { $0.url == url } }

    func take(_ delivery: CallbackDelivery) async throws(CallbackError) {
        let url = delivery.url
        let call = Self.call(delivery)
        calls.append(call)
        deliveries.append(delivery)
        underWay[url, default: 0] += 1
        underWayByTask[call.mjID, default: 0] += 1
        peak[url] = max(peak[url, default: 0], underWay[url, default: 0])
        tasksAtOnce = max(tasksAtOnce, underWayByTask[call.mjID, default: 0])
        defer {
            underWay[url, default: 0] -= 1
            underWayByTask[call.mjID, default: 0] -= 1
        }
        if isHeld.contains(url) {
            await withCheckedContinuation { held[url, default: []].append($0) }
        }
        switch moods[url] ?? .taking {
        case .taking: await Task.yield()
        case .failing(let error): throw error
        case .hanging:
            _ = try? await Task.sleep(for: .seconds(3600))
            throw .unreachable(reason: "timed out")
        }
    }

    private static func call(_ delivery: CallbackDelivery) -> Call {
        let object = (try? JSONValue.parse(delivery.body))?.object
        return Call(
            url: delivery.url,
            delivery: delivery.id,
            status: object?["status"]?.string ?? "",
            progress: object?["progress"]?.string ?? "",
            mjID: object?["id"]?.string ?? ""
        )
    }
}
