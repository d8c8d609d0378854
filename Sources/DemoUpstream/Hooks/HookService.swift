import AsyncHTTPClient
import Domain
import NIOCore
import NIOHTTP1
import ServiceLifecycle

/// Posts tasks to their notifyHooks, once each: what fails is noted and not tried again.
struct HookService: Service {
    let world: World

    func run() async throws {
        await cancelWhenGracefulShutdown {
            await withDiscardingTaskGroup { group in
                var tails: [String: Task<Void, Never>] = [:]
                var timer: Task<Void, Never>?
                for await _ in world.changes {
                    let (deliveries, pause, settings) = world.dueHooks()
                    timer?.cancel()
                    timer = pause.map { pause in
                        Task {
                            try? await Task.sleep(for: .milliseconds(pause))
                            if !Task.isCancelled { world.noteChange() }
                        }
                    }
                    for delivery in deliveries {
                        let before = settings.isParallel ? nil : tails[delivery.taskID]
                        let sending = Task {
                            await before?.value
                            await send(delivery, settings)
                        }
                        tails[delivery.taskID] = delivery.isTerminal ? nil : sending
                        group.addTask {
                            await withTaskCancellationHandler {
                                await sending.value
                            } onCancel: {
                                sending.cancel()
                            }
                        }
                    }
                }
                timer?.cancel()
            }
        }
    }

    private func send(_ delivery: HookPlanner.Delivery, _ settings: HookSettings) async {
        if settings.delay > 0 { try? await Task.sleep(for: .milliseconds(settings.delay)) }
        let time = world.withState(\.now)
        var entry = HookLog.Entry(time: time, delivery: delivery)
        do {
            var request = HTTPClientRequest(url: delivery.url)
            request.method = .POST
            request.headers.add(name: "content-type", value: settings.contentType)
            request.body = .bytes(ByteBuffer(bytes: delivery.body.bytes()))
            let response = try await HTTPClient.shared.execute(request, timeout: .seconds(10))
            entry.status = Int(response.status.code)
        } catch {
            entry.error = "\(type(of: error))"
        }
        world.withState { [entry] in $0.hookLog.add(entry) }
    }
}
