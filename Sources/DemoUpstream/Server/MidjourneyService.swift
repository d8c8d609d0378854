import Domain

/// Answers what a midjourney-proxy answers, in the dialect of its profile.
struct MidjourneyService: Sendable {
    let world: World
    let gallery: PictureGallery

    func answer(_ request: DemoRequest, _ route: MidjourneyRoute?, _ fault: Fault?) async -> Answer
    {
        let (settings, now) = world.withState { ($0.simulation.settings, $0.now) }
        guard let route else {
            return .springError(404, "Not Found", path: request.path, at: now)
        }
        let secret = settings.secret
        if route.isProtected, !secret.isEmpty,
            settings.profile.secret(in: request.headers) != secret
        {
            return .status(401)
        }
        switch route {
        case .submit(let name, let mode): return submit(name, mode, request, fault)
        case .fetch(let id): return fetch(id, request, fault)
        case .listByCondition: return list(request, fault, withDisplays: false)
        case .listByIDs: return list(request, fault, withDisplays: true)
        case .list: return all(request, fault)
        case .queue: return queue(request, fault)
        case .imageSeed(let id): return await imageSeed(id)
        case .cancel(let id): return cancel(id, fault)
        case .account(let id): return accounts(only: id).first.map { .json($0) } ?? .empty
        case .accounts: return .json(.array(accounts(only: nil)))
        case .picture, .upload, .video: return await file(route, request)
        case .documentation:
            return .html("<h1>mjtask-demo-upstream</h1><p>midjourney-proxy stand-in</p>")
        }
    }

    // MARK: Submits

    private func submit(
        _ name: SubmitName,
        _ mode: SpeedMode?,
        _ request: DemoRequest,
        _ fault: Fault?
    ) -> Answer {
        let (settings, now) = world.withState { ($0.simulation.settings, $0.now) }
        let profile = settings.profile
        guard request.headers["content-type"]?.hasPrefix("application/json") == true else {
            return profile.unreadable(415, "Unsupported Media Type", path: request.path, at: now)
        }
        guard let body = request.json, body.object != nil else {
            return profile.unreadable(400, "Bad Request", path: request.path, at: now)
        }
        var submit = SubmitRequest(name: name, body: body, mode: mode)
        submit.orders.obey(all: request.headers["x-demo-orders"] ?? "")
        switch fault?.kind {
        case .orders(let orders): submit.orders = orders
        case .id(let fault): submit.idFault = fault
        default: break
        }
        let pictures = pictures(request, settings)
        return world.withState { state in
            let reply = state.simulation.submit(submit, at: state.now)
            state.planFaults(of: reply)
            let json = reply.json(profile, pictures: pictures)
            return .json(submit.idFault?.answer(json) ?? json, status: reply.status(profile))
        }
    }

    // MARK: Reads

    private func fetch(_ id: String, _ request: DemoRequest, _ fault: Fault?) -> Answer {
        let rendering = rendering(request)
        let unknown = rendering.profile.unknownTaskStatus
        if case .unknownTask(let status) = fault?.kind { return .status(status ?? unknown) }
        guard let task = world.withState({ $0.simulation.task(id) }) else {
            return .status(unknown)
        }
        return .json(task.json(rendering))
    }

    /// Unknown ids are left out, null ids are none.
    private func list(_ request: DemoRequest, _ fault: Fault?, withDisplays: Bool) -> Answer {
        let rendering = rendering(request, withDisplays: withDisplays)
        guard let body = request.json, body.object != nil else {
            let now = rendering.now
            return rendering.profile.unreadable(400, "Bad Request", path: request.path, at: now)
        }
        let items = body["ids"]?.array ?? []
        if rendering.profile.refusesWithEnvelope, items.contains(where: { $0.integer != nil }) {
            return .failureEnvelope("The JSON value could not be converted", at: rendering.now)
        }
        let ids = items.compactMap(\.idText)
        let tasks = world.withState { state in ids.compactMap { state.simulation.task($0) } }
        return render(tasks, rendering, fault)
    }

    /// Newest first.
    private func all(_ request: DemoRequest, _ fault: Fault?) -> Answer {
        let rendering = rendering(request)
        let tasks = world.withState { $0.simulation.allTasks }
        let limit = rendering.settings.listLimit ?? rendering.profile.listLimit ?? tasks.count
        return render(Array(tasks.prefix(limit)), rendering, fault)
    }

    /// What waits or runs, oldest first.
    private func queue(_ request: DemoRequest, _ fault: Fault?) -> Answer {
        let rendering = rendering(request)
        let tasks = world.withState { $0.simulation.allTasks }
        let live = tasks.reversed().filter { task in
            let view = task.view(at: rendering.now)
            let isAsking = view.status == TaskStatus.modal.rawValue
            return !isAsking && TaskStatus(rawValue: view.status)?.isTerminal == false
        }
        return render(live, rendering, fault)
    }

    private func render(
        _ tasks: [DemoTask],
        _ rendering: TaskRendering,
        _ fault: Fault?
    ) -> Answer {
        var tasks = tasks
        switch fault?.kind {
        case .list(let fault):
            tasks = fault.apply(to: tasks, all: world.withState { $0.simulation.allTasks })
        case .unknownTask: tasks = []
        default: break
        }
        return .json(.array(tasks.map { $0.json(rendering) }))
    }

    private func rendering(
        _ request: DemoRequest,
        withDisplays: Bool = false
    ) -> TaskRendering {
        let (settings, now) = world.withState { ($0.simulation.settings, $0.now) }
        return TaskRendering(
            now: now,
            pictures: pictures(request, settings),
            settings: settings,
            withDisplays: withDisplays
        )
    }
}
