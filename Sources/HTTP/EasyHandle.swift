import CCurl
import Glibc

/// One of libcurl's easy handles, with its one connection to one server:
/// https://curl.se/libcurl/c/libcurl-easy.html
///
/// Sendable because it is used by turns ("You must never share the same handle in multiple
/// threads", https://curl.se/libcurl/c/threadsafe.html): who takes it out of the pool is alone with
/// it, and the pool's lock stands between two users.
final class EasyHandle: @unchecked Sendable {
    private let handle: UnsafeMutableRawPointer
    private let maximumAnswerSize: Int
    /// Has been used: what its connection holds may be of an exchange before.
    private var isKept = false
    // Of the exchange under way.
    private var body: [UInt8] = []
    private var isTooLarge = false
    private var isConnected = false
    private var isSpoilt = false
    /// libcurl is content with a head that breaks off.
    private var isHeadComplete = false

    init(_ configuration: HTTPCaller.Configuration) throws(HTTPFailure) {
        guard Self.isStarted, let handle = curl_easy_init() else { throw .unsent("no memory") }
        self.handle = handle
        maximumAnswerSize = configuration.maximumAnswerSize
        setUp(configuration)
    }

    deinit {
        curl_easy_cleanup(handle)
    }

    /// - Returns: nil when nothing was sent, because the connection holds what nobody asked for.
    func exchange(_ request: HTTPRequest) throws(HTTPFailure) -> HTTPAnswer? {
        guard Self.isAddress(request.baseURL) else { throw .unsent("not an address") }
        let fields = try Self.list(request.fields)
        defer {
            CCurl_setPointer(handle, CURLOPT_HTTPHEADER, nil)
            curl_slist_free_all(fields)
            body = []
        }
        isTooLarge = false
        isConnected = false
        isSpoilt = false
        isHeadComplete = false
        CCurl_setText(handle, CURLOPT_URL, request.baseURL + request.target)
        CCurl_setPointer(handle, CURLOPT_HTTPHEADER, fields)
        CCurl_setNumber(handle, CURLOPT_TIMEOUT_MS, Self.milliseconds(request.timeout))
        let code: CURLcode
        switch request.method {
        case .get:
            CCurl_setNumber(handle, CURLOPT_HTTPGET, 1)
            code = curl_easy_perform(handle)
        case .post(let bytes):
            CCurl_setNumber(handle, CURLOPT_POST, 1)
            CCurl_setSize(handle, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(bytes.count))
            code = bytes.withUnsafeBytes { bytes in
                CCurl_setPointer(handle, CURLOPT_POSTFIELDS, bytes.baseAddress)
                return curl_easy_perform(handle)
            }
            CCurl_setPointer(handle, CURLOPT_POSTFIELDS, nil)
        }
        if isSpoilt { return nil }
        isKept = true
        let status = CCurl_number(handle, CURLINFO_RESPONSE_CODE)
        guard code == CURLE_OK, isHeadComplete, status >= 200 else { throw failure(code) }
        return HTTPAnswer(status: status, body: body)
    }

    /// Whether nothing waits to be read on its connection. libcurl itself looks only for the end
    /// (before 8.0), and would take what a server sends unasked for the next answer.
    var isQuiet: Bool {
        let socket = CCurl_socket(handle)
        guard socket >= 0 else { return true }
        var byte: UInt8 = 0
        return recv(socket, &byte, 1, CInt(MSG_PEEK | MSG_DONTWAIT)) < 0
            && errno == EAGAIN
    }

    /// libcurl takes "http:///host" for "http://host", and looks at the rest itself.
    private static func isAddress(_ text: String) -> Bool {
        let scheme = ["http://", "https://"].first(where: text.hasPrefix)
        guard let scheme, let next = text.utf8.dropFirst(scheme.utf8.count).first
        else { return false }
        return next != UInt8(ascii: "/")
    }

    /// The caller frees it.
    private static func list(_ fields: [String: String]) throws(HTTPFailure)
        -> UnsafeMutablePointer<curl_slist>?
    {
        // libcurl waits for the server's consent before it sends a large body, unless told not to.
        var list = curl_slist_append(nil, "expect:")
        for (name, value) in fields {
            // It would send the end of a line as such.
            guard value.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7f }) else {
                curl_slist_free_all(list)
                throw .unsent("field \(name) with a control character")
            }
            list = curl_slist_append(list, "\(name): \(value)")
        }
        return list
    }

    private func failure(_ code: CURLcode) -> HTTPFailure {
        let cause: HTTPFailure.Cause =
            switch code {
            case _ where isTooLarge: .tooLarge
            // The latter is by `begin()`.
            case CURLE_OK, CURLE_ABORTED_BY_CALLBACK: .failed("no answer")
            case CURLE_OPERATION_TIMEDOUT: .failed(isConnected ? "timed out" : "connect timeout")
            case CURLE_COULDNT_RESOLVE_HOST: .failed("unknown host")
            case CURLE_COULDNT_CONNECT: .failed("connect: \(systemError)")
            default: .failed(String(cString: curl_easy_strerror(code)).lowercased())
            }
        return HTTPFailure(cause: cause, wasSent: wasSent)
    }

    private var systemError: String {
        String(cString: strerror(CInt(CCurl_number(handle, CURLINFO_OS_ERRNO)))).lowercased()
    }

    /// Whether a byte of the request has left.
    private var wasSent: Bool { CCurl_number(handle, CURLINFO_REQUEST_SIZE) > 0 }

    // MARK: What is the same of all exchanges

    /// Not thread-safe in old versions, hence once: https://curl.se/libcurl/c/curl_global_init.html
    private static let isStarted = curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK

    private func setUp(_ configuration: HTTPCaller.Configuration) {
        // Time-outs of name look-ups by alarm signals are for programs of one thread. Without
        // signals SIGPIPE is left alone, too: programs ignore or block it.
        CCurl_setNumber(handle, CURLOPT_NOSIGNAL, 1)
        CCurl_setNumber(handle, CURLOPT_PROTOCOLS, Int(CURLPROTO_HTTP | CURLPROTO_HTTPS))
        CCurl_setNumber(handle, CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_1_1)
        CCurl_setNumber(handle, CURLOPT_DISALLOW_USERNAME_IN_URL, 1)
        CCurl_setNumber(handle, CURLOPT_PATH_AS_IS, 1)
        CCurl_setText(handle, CURLOPT_PROXY, "")
        CCurl_setText(handle, CURLOPT_ACCEPT_ENCODING, "gzip, deflate")
        if let file = configuration.certificates { CCurl_setText(handle, CURLOPT_CAINFO, file) }
        // With the bundle beside the folder, the whole of it is parsed for each connection: 35 ms,
        // and 0.9 MB as long as the handle is kept. Of the folder what is needed is read.
        let version = curl_version_info(CURLVERSION_SEVENTH)
        if configuration.certificates == nil, version?.pointee.capath != nil {
            CCurl_setText(handle, CURLOPT_CAINFO, nil)
        }
        let connectTimeout = Self.milliseconds(configuration.connectTimeout)
        CCurl_setNumber(handle, CURLOPT_CONNECTTIMEOUT_MS, connectTimeout)
        // Else a timeout waits for the thread that looks a name up, as long as name servers keep
        // silent. It ends, and frees what it has, by itself.
        CCurl_setNumber(handle, CURLOPT_QUICK_EXIT, 1)
        CCurl_setNumber(handle, CURLOPT_MAXCONNECTS, 1)
        let idleTimeout = Int(configuration.idleTimeout / .seconds(1))
        CCurl_setNumber(handle, CURLOPT_MAXAGE_CONN, max(idleTimeout, 1))

        let this = Unmanaged.passUnretained(self).toOpaque()
        CCurl_setPointer(handle, CURLOPT_WRITEDATA, this)
        CCurl_setWriter(handle) { bytes, size, count, this in
            guard let bytes, let this else { return 0 }
            let handle = Unmanaged<EasyHandle>.fromOpaque(this).takeUnretainedValue()
            return handle.receive(UnsafeRawBufferPointer(start: bytes, count: size * count))
        }
        CCurl_setPointer(handle, CURLOPT_HEADERDATA, this)
        CCurl_setHeadReader(handle) { bytes, size, count, this in
            guard let bytes, let this else { return 0 }
            let handle = Unmanaged<EasyHandle>.fromOpaque(this).takeUnretainedValue()
            handle.receive(headLine: UnsafeRawBufferPointer(start: bytes, count: size * count))
            return size * count
        }
        CCurl_setPointer(handle, CURLOPT_PREREQDATA, this)
        CCurl_setPrerequest(handle) { this, _, _, _, _ in
            guard let this else { return CURL_PREREQFUNC_ABORT }
            let handle = Unmanaged<EasyHandle>.fromOpaque(this).takeUnretainedValue()
            return handle.begin()
        }
    }

    /// At least one: none would be "no limit", or a default.
    private static func milliseconds(_ timeout: Duration) -> Int {
        max(1, Int(timeout / .milliseconds(1)))
    }

    /// How much was taken; less than there is ends the exchange.
    private func receive(_ bytes: UnsafeRawBufferPointer) -> Int {
        isTooLarge = body.count + bytes.count > maximumAnswerSize
        guard !isTooLarge else { return 0 }
        body.append(contentsOf: bytes)
        return bytes.count
    }

    /// Of announcements (1xx), too, each of which begins a head anew; and of trailers.
    private func receive(headLine line: UnsafeRawBufferPointer) {
        if line.starts(with: "HTTP/".utf8) {
            isHeadComplete = false
        } else if line.elementsEqual("\r\n".utf8) || line.elementsEqual("\n".utf8) {
            isHeadComplete = true
        }
    }

    /// Called with a connection, before the request is sent.
    private func begin() -> CInt {
        isConnected = true
        // When a kept connection ends without an answer, libcurl sends the request again on
        // another; that is ours to decide.
        guard !wasSent else { return CURL_PREREQFUNC_ABORT }
        // What came in one record with the end of an answer was decrypted with it, and would be
        // the next answer.
        isSpoilt = isKept && CCurl_hasUnread(handle) != 0
        return isSpoilt ? CURL_PREREQFUNC_ABORT : CURL_PREREQFUNC_OK
    }
}
