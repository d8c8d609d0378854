import Domain

extension WriteTransaction {
    /// Takes a task that is still at work forward, never back.
    func checkpoint(_ state: TaskCheckpoint) throws {
        guard var task = try unfinishedTask(state.mjID) else { return }
        // MODAL is left by a modal call only, which pays.
        guard task.status != .modal || task.isModalSent else { return }
        if state.status != .modal, task.status.canBecome(state.status) {
            task = try takeModal(task)
        }
        let status = task.status.canBecome(state.status) ? state.status : task.status
        let progress = max(task.progress, state.progress)
        let promptEn = state.promptEn.isEmpty ? task.promptEn : state.promptEn
        let startTime = task.startTime == 0 ? state.startTime : task.startTime
        guard
            status != task.status || progress != task.progress || promptEn != task.promptEn
                || startTime != task.startTime
        else { return }
        try run(
            """
            UPDATE tasks SET status = ?, progress = ?, prompt_en = ?, start_time = ? \
            WHERE id = ? AND finished = 0
            """,
            [status.rawValue, progress.percent, promptEn, startTime, task.id]
        )
        touch(task.userID)
    }

    /// Ends an unfinished task: its last state, its refund unless it succeeded, its picture and
    /// its callback.
    func end(_ task: MidjourneyTask, by ending: TaskEnding, at now: Milliseconds) throws {
        let state = ending.state
        precondition(state.status.isTerminal, "a task is ended by a terminal state")
        let task = try takeModal(task)
        let progress =
            state.status == .success ? Progress.complete : max(task.progress, state.progress)
        try run(
            """
            UPDATE tasks SET finished = 1, status = ?, progress = ?, prompt_en = ?, \
            fail_reason = ?, start_time = ?, finish_time = ?, has_picture = ?, video_url = ?, \
            video_urls = ? WHERE id = ? AND finished = 0
            """,
            [
                state.status.rawValue, progress.percent,
                state.promptEn.isEmpty ? task.promptEn : state.promptEn, ending.failReason,
                task.startTime == 0 ? state.startTime : task.startTime, ending.finishTime,
                ending.picture != .none, ending.videoURL,
                try TaskRow.text(ofVideoURLs: ending.videoURLs), task.id,
            ]
        )
        if state.status != .success { try refund(task, at: now) }
        try keepDetails(of: ending, task: task.id)
        try keepPicture(ending.picture, task: task.id, at: now)
        try queueCallback(task: task.id, at: now)
        touch(task.userID)
    }

    private func keepDetails(of ending: TaskEnding, task id: Int64) throws {
        try run(
            """
            UPDATE task_details SET buttons = iif(?1 = '', buttons, ?1), \
            properties = iif(?2 = '', properties, ?2), given_up = ?3 WHERE task_id = ?4
            """,
            [ending.buttons, ending.properties, ending.isGivenUp, id]
        )
    }

    private func keepPicture(
        _ picture: TaskEnding.Picture,
        task id: Int64,
        at now: Milliseconds
    ) throws {
        switch picture {
        case .none:
            break
        case .archived(let picture):
            try run(
                "INSERT INTO pictures (task_id, path, media_type, retry_at) VALUES (?, ?, ?, ?)",
                [id, picture.path, picture.mediaType, now]
            )
        case .pending(let url):
            try run(
                "INSERT INTO pictures (task_id, url, retry_at) VALUES (?, ?, ?)",
                [id, url, now]
            )
        }
    }

    private func queueCallback(task id: Int64, at now: Milliseconds) throws {
        try run(
            """
            INSERT INTO callbacks (task_id, url, created_at, next_attempt_at) \
            SELECT task_id, notify_hook, ?1, ?1 FROM task_details \
            WHERE task_id = ?2 AND notify_hook <> ''
            """,
            [now, id]
        )
    }
}
