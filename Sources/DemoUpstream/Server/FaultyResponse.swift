import HTTPTypes
import Hummingbird
import NIOCore

/// An answer on its way, with what befalls it there.
enum FaultyResponse {
    /// The answer ends here, by order of a fault.
    private struct CutOff: Error {}

    static func make(_ answer: Answer, _ fault: Fault?) -> Response {
        var headers = HTTPFields()
        if let type = answer.type { headers[.contentType] = type }
        for (name, value) in answer.headers {
            guard let name = HTTPField.Name(name) else { continue }
            headers[name] = value
        }
        return Response(
            status: HTTPResponse.Status(code: answer.status),
            headers: headers,
            body: body(ByteBuffer(bytes: answer.bytes), fault)
        )
    }

    private static func body(_ buffer: ByteBuffer, _ fault: Fault?) -> ResponseBody {
        guard case .transport(let fault) = fault?.kind else {
            return ResponseBody(byteBuffer: buffer)
        }
        let length = buffer.readableBytes
        let half = buffer.getSlice(at: 0, length: length / 2) ?? ByteBuffer()
        let rest = buffer.getSlice(at: length / 2, length: length - length / 2) ?? ByteBuffer()
        switch fault {
        case .closeAfterHeaders:
            // Throwing closes the connection before the announced length is reached.
            return ResponseBody(contentLength: max(1, length)) { _ in throw CutOff() }
        case .truncate:
            return ResponseBody(contentLength: length) { writer in
                try await writer.write(half)
                throw CutOff()
            }
        case .stall(let time):
            return ResponseBody(contentLength: length) { writer in
                try await writer.write(half)
                try await Task.sleep(for: .milliseconds(time))
                try await writer.write(rest)
                try await writer.finish(nil)
            }
        case .trickle(let pause):
            return ResponseBody(contentLength: length) { writer in
                for byte in buffer.readableBytesView {
                    try await Task.sleep(for: .milliseconds(pause))
                    try await writer.write(ByteBuffer(bytes: [byte]))
                }
                try await writer.finish(nil)
            }
        case .delay, .late, .close, .reset, .lostAnswer:
            return ResponseBody(byteBuffer: buffer)
        }
    }
}
