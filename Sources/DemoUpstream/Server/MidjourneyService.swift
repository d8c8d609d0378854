import Domain

/// Answers what a midjourney-proxy answers, in the dialect of plus.
struct MidjourneyService: Sendable {
    let world: World
    let gallery: PictureGallery
    /// Empty: everyone is let in.
    let secret: String

    func answer(_ request: DemoRequest, _ route: MidjourneyRoute?, _ fault: Fault?) async -> Answer
    {
        guard let route else {
            return .springError(404, "Not Found", path: request.path, at: world.withState(\.now))
        }
        if route.isProtected, !secret.isEmpty, request.headers["mj-api-secret"] != secret {
            return .status(401)
        }
        switch route {
        case .submit(let submit): return self.submit(submit, request)
        case .fetch(let id): return fetch(id, request)
        case .listByCondition: return list(request, fault, withDisplays: false)
        case .listByIDs: return list(request, fault, withDisplays: true)
        case .list: return all(request) { _, _ in true }
        case .queue: return queue(request)
        case .picture(let name): return await picture(name)
        case .documentation:
            return .html("<h1>mjtask-demo-upstream</h1><p>midjourney-proxy stand-in</p>")
        }
    }

    private func submit(_ submit: MidjourneyRoute.Submit, _ request: DemoRequest) -> Answer {
        let now = world.withState(\.now)
        guard request.headers["content-type"]?.hasPrefix("application/json") == true else {
            return .springError(415, "Unsupported Media Type", path: request.path, at: now)
        }
        guard let body = try? JSONValue.parse(request.body), body.object != nil else {
            return .springError(400, "Bad Request", path: request.path, at: now)
        }
        switch submit {
        case .imagine:
            do throws(ImagineSubmit.Invalid) {
                let submit = try ImagineSubmit(body)
                return .json(world.withState { $0.simulation.imagine(submit, at: $0.now) }.json)
            } catch {
                return .json(SubmitReply.invalid(error.description).json)
            }
        }
    }

    /// An unknown task is an empty 200, as in the original.
    private func fetch(_ id: String, _ request: DemoRequest) -> Answer {
        let (task, now) = world.withState { ($0.simulation.task(id), $0.now) }
        guard let task else { return .empty }
        return .json(task.json(at: now, pictures: pictures(request)))
    }

    /// Unknown ids are left out, null ids are none.
    private func list(_ request: DemoRequest, _ fault: Fault?, withDisplays: Bool) -> Answer {
        guard let body = try? JSONValue.parse(request.body), body.object != nil else {
            return .springError(400, "Bad Request", path: request.path, at: world.withState(\.now))
        }
        let ids = (body["ids"]?.array ?? []).compactMap(\.idText)
        var (tasks, now) = world.withState { state in
            (ids.compactMap { state.simulation.task($0) }, state.now)
        }
        switch fault?.kind {
        case .omit(let omitted): tasks.removeAll { omitted.isEmpty || omitted.contains($0.id) }
        case .duplicate: tasks += tasks
        case .foreign:
            let others = world.withState { $0.simulation.allTasks }
            tasks += others.first { !ids.contains($0.id) }.map { [$0] } ?? []
        default: break
        }
        return render(tasks, now, request, withDisplays: withDisplays)
    }

    /// Newest first.
    private func all(
        _ request: DemoRequest,
        where isListed: (DemoTask, Milliseconds) -> Bool
    ) -> Answer {
        let (tasks, now) = world.withState { ($0.simulation.allTasks, $0.now) }
        return render(tasks.filter { isListed($0, now) }, now, request)
    }

    /// What waits or runs, oldest first.
    private func queue(_ request: DemoRequest) -> Answer {
        let (tasks, now) = world.withState { ($0.simulation.allTasks, $0.now) }
        let live = tasks.reversed().filter {
            TaskStatus(rawValue: $0.view(at: now).status)?.isTerminal == false
        }
        return render(live, now, request)
    }

    private func render(
        _ tasks: [DemoTask],
        _ now: Milliseconds,
        _ request: DemoRequest,
        withDisplays: Bool = false
    ) -> Answer {
        let pictures = pictures(request)
        return .json(
            .array(tasks.map { $0.json(at: now, pictures: pictures, withDisplays: withDisplays) })
        )
    }

    private func picture(_ name: PictureName) async -> Answer {
        guard let file = try? await gallery.png(name) else { return .status(503) }
        return Answer(type: "image/png", bytes: file)
    }

    /// Pictures are where the server was asked: that address works for whoever asked.
    private func pictures(_ request: DemoRequest) -> String {
        "http://\(request.headers["host"] ?? "127.0.0.1")/mj/image-like"
    }
}
