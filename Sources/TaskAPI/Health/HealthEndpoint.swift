import Domain
import Glibc
import HotState
import Storage

/// `GET /mj/healthz`: whether requests can be answered, and what they are answered with.
///
/// 503 only when the database fails. Without Redis everything is answered, slower; without the
/// poller everything is answered, but tasks stand still: both are `degraded`.
struct HealthEndpoint: Endpoint {
    let context: Context

    func answer(_ request: Request, id: String?) throws -> Answer {
        let database = (try? context.store.check()) != nil
        let redis = context.hotState.ping()
        let age = pollerAge()
        let isPolling = age.map { .milliseconds($0) <= context.configuration.pollerStaleAfter }
        let status =
            if !database {
                "failing"
            } else {
                redis && isPolling == true ? "ok" : "degraded"
            }
        var json = JSONWriter()
        json.write(#"{"status":"#)
        json.write(string: status)
        json.write(#","sqlite":"#)
        json.write(string: database ? "ok" : "failing")
        json.write(#","redis":"#)
        json.write(string: redis ? "ok" : "away")
        json.write(#","poller":"#)
        json.write(string: isPolling.map { $0 ? "ok" : "stale" } ?? "unknown")
        json.write(#","poller_age_seconds":"#)
        if let age { json.write(age / 1000) } else { json.write("null") }
        json.write("}")
        var answer = Answer(
            status: database ? 200 : 503,
            headers: [
                ("Content-Type", "application/json; charset=utf-8"), ("Cache-Control", "no-store"),
            ],
            body: json.bytes
        )
        if !database { answer.headers.append(("Retry-After", "2")) }
        return answer
    }

    /// Since the poller's last round: it touches its file after each. Nil: it never ran here.
    private func pollerAge() -> Milliseconds? {
        var status = stat()
        guard stat(context.configuration.pollerFile, &status) == 0 else { return nil }
        let touched =
            Milliseconds(status.st_mtim.tv_sec) * 1000
            + Milliseconds(status.st_mtim.tv_nsec) / 1_000_000
        return max(0, context.now() - touched)
    }
}
