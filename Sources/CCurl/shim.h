#include <curl/curl.h>
#include <openssl/ssl.h>

// `curl_easy_setopt` and `curl_easy_getinfo` are variadic, hence out of reach from Swift. Here they
// are with each type that options have: https://curl.se/libcurl/c/curl_easy_setopt.html

static inline CURLcode CCurl_setNumber(CURL *handle, CURLoption option, long value) {
    return curl_easy_setopt(handle, option, value);
}

static inline CURLcode CCurl_setSize(CURL *handle, CURLoption option, curl_off_t value) {
    return curl_easy_setopt(handle, option, value);
}

/// libcurl copies the text.
static inline CURLcode CCurl_setText(CURL *handle, CURLoption option, const char *value) {
    return curl_easy_setopt(handle, option, value);
}

/// libcurl copies nothing.
static inline CURLcode CCurl_setPointer(CURL *handle, CURLoption option, const void *value) {
    return curl_easy_setopt(handle, option, value);
}

static inline CURLcode CCurl_setWriter(CURL *handle, curl_write_callback value) {
    return curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, value);
}

/// The callback gets one line of the head a call.
static inline CURLcode CCurl_setHeadReader(CURL *handle, curl_write_callback value) {
    return curl_easy_setopt(handle, CURLOPT_HEADERFUNCTION, value);
}

static inline CURLcode CCurl_setPrerequest(CURL *handle, curl_prereq_callback value) {
    return curl_easy_setopt(handle, CURLOPT_PREREQFUNCTION, value);
}

/// 0 for what is not known (yet).
static inline long CCurl_number(CURL *handle, CURLINFO info) {
    long value = 0;
    return curl_easy_getinfo(handle, info, &value) == CURLE_OK ? value : 0;
}

/// That of the connection used last; CURL_SOCKET_BAD when it was not kept.
static inline curl_socket_t CCurl_socket(CURL *handle) {
    curl_socket_t value = CURL_SOCKET_BAD;
    return curl_easy_getinfo(handle, CURLINFO_ACTIVESOCKET, &value) == CURLE_OK
        ? value : CURL_SOCKET_BAD;
}

/// Whether OpenSSL holds bytes of the connection in use that libcurl has not read; also where
/// another library does TLS, which cannot be asked.
///
/// Known only during an exchange: https://curl.se/libcurl/c/CURLINFO_TLS_SSL_PTR.html
static inline int CCurl_hasUnread(CURL *handle) {
    const struct curl_tlssessioninfo *session = NULL;
    if (curl_easy_getinfo(handle, CURLINFO_TLS_SSL_PTR, &session) != CURLE_OK || !session) return 0;
    if (!session->internals) return 0;
    return session->backend != CURLSSLBACKEND_OPENSSL || SSL_has_pending(session->internals);
}
