import Domain
import HTTPTypes
import Hummingbird
import NIOCore

/// The server under `/mj`: notes each request, lets the faults at it, and answers.
struct MidjourneyResponder: HTTPResponder {
    let service: MidjourneyService

    private var world: World { service.world }

    func respond(to request: Request, context: DemoContext) async throws -> Response {
        let request = try await DemoRequest(request)
        let route = MidjourneyRoute(method: request.method, segments: request.segments)
        let (number, fault) = world.withState { state in
            let entry = RequestLog.Entry(
                time: state.now,
                method: request.method,
                path: request.path,
                headers: request.headers,
                body: String(decoding: request.body, as: UTF8.self)
            )
            let fault = route.flatMap { state.faults.take(for: $0.faultTarget) }
            return (state.requests.add(entry), fault)
        }
        let (answer, isCut) = try await answer(request, route, fault, context)
        world.withState { $0.requests.answered(number, status: answer.status) }
        return response(answer, fault, isCut: isCut)
    }

    private func answer(
        _ request: DemoRequest,
        _ route: MidjourneyRoute?,
        _ fault: Fault?,
        _ context: DemoContext
    ) async throws -> (answer: Answer, isCut: Bool) {
        switch fault?.kind {
        case .status(let status, let body):
            let type = body.hasPrefix("<") ? "text/html" : "application/json"
            return (Answer(status: status, type: type, bytes: Array(body.utf8)), false)
        case .close:
            try await context.connection.close()
            return (.status(499), false)
        case .delay(let time):
            try await Task.sleep(for: .milliseconds(time))
        default:
            break
        }
        var answer = await service.answer(request, route, fault)
        switch fault?.kind {
        case .lostAnswer:
            try await context.connection.close()
            answer.status = 499
        case .garbage(let text):
            answer.bytes = Array(text.utf8)
        case .truncate:
            return (answer, true)
        default:
            break
        }
        return (answer, false)
    }

    private func response(_ answer: Answer, _ fault: Fault?, isCut: Bool) -> Response {
        var headers = HTTPFields()
        if let type = answer.type { headers[.contentType] = type }
        let buffer = ByteBuffer(bytes: answer.bytes)
        let body: ResponseBody
        if isCut {
            let half = buffer.getSlice(at: 0, length: buffer.readableBytes / 2) ?? ByteBuffer()
            // Throwing closes the connection before the announced length is reached.
            body = ResponseBody(contentLength: buffer.readableBytes) { writer in
                try await writer.write(half)
                throw CutOff()
            }
        } else if case .trickle(let pause) = fault?.kind {
            body = ResponseBody(contentLength: buffer.readableBytes) { writer in
                for byte in buffer.readableBytesView {
                    try await Task.sleep(for: .milliseconds(pause))
                    try await writer.write(ByteBuffer(bytes: [byte]))
                }
                try await writer.finish(nil)
            }
        } else {
            body = ResponseBody(byteBuffer: buffer)
        }
        return Response(
            status: HTTPResponse.Status(code: answer.status),
            headers: headers,
            body: body
        )
    }
}

/// The answer ends here, by order of the control plane.
private struct CutOff: Error {}
