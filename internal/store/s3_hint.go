package store

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"strings"
	"syscall"
	"time"

	"github.com/minio/minio-go/v7"
)

// explain gives an error of the server or the network the type that package
// store promises, names the bucket, and says what to do.
func (s *S3) explain(c call, a *attempt, err error) error {
	if p := new(passing); !errors.As(err, &p) && (typed(err) || errors.Is(err, ErrPrecondition) || errors.Is(err, ErrNotExist)) {
		return fail(c.op, c.key, err)
	}
	var resp minio.ErrorResponse
	if !errors.As(err, &resp) {
		return s.unavailable(c, plainly(err), networkHint(err))
	}
	switch {
	case resp.Code == minio.NoSuchBucket:
		gone := &BucketError{Bucket: s.bucket, Endpoint: s.client.at}
		if c.op == "put" || c.op == "delete" {
			return &Unavailable{Op: c.op, Key: c.key, Err: hidden{gone}}
		}
		return gone
	case absentObject(resp) && c.key != "" && c.op != "put" && c.op != "list":
		return fmt.Errorf("store: %s %q in bucket %q: %w", c.op, c.key, s.bucket, ErrNotExist)
	case refused(err):
		return fail(c.op, c.key, ErrPrecondition)
	}
	return s.unavailable(c, said(err, resp), s.answerHint(c, a, resp))
}

// absentObject recognises the answers that say: no such object. Some servers
// use the same status for a user they do not know.
func absentObject(resp minio.ErrorResponse) bool {
	switch resp.Code {
	case minio.NoSuchKey, minio.NoSuchVersion, "NotFound":
		return resp.StatusCode == http.StatusNotFound
	}
	return false
}

// hidden keeps the text of an error and not its kind: a bucket that is not
// there is for a writer not an object that is not there.
type hidden struct{ error }

// Unwrap hides the kind.
func (hidden) Unwrap() error { return nil }

func (s *S3) unavailable(c call, what, hint string) error {
	text := fmt.Sprintf("bucket %q at %s: %s", s.bucket, s.client.at, what)
	if hint != "" {
		text += "; " + hint
	}
	return &Unavailable{Op: c.op, Key: c.key, Err: errors.New(text)}
}

// said is an answer of the server on one line of bounded length.
func said(err error, resp minio.ErrorResponse) string {
	text := oneLine(resp.Code)
	if resp.Message != "" && resp.Message != resp.Code {
		text += ": " + oneLine(resp.Message)
	}
	if text == "" {
		text = fmt.Sprintf("status %d", resp.StatusCode)
	}
	if before, _, ok := strings.Cut(err.Error(), " tries: "); ok {
		text = before + " tries: " + text
	}
	return text
}

func oneLine(s string) string {
	s = strings.Join(strings.Fields(strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f {
			return ' '
		}
		return r
	}, s)), " ")
	if len(s) > 200 {
		s = strings.ToValidUTF8(s[:200], "") + "..."
	}
	return s
}

// plainly is an error of the network without the URL that the library puts
// before it: bucket and key are named already.
func plainly(err error) string {
	text := err.Error()
	var u *url.Error
	if errors.As(err, &u) {
		text = u.Err.Error()
		if before, _, ok := strings.Cut(err.Error(), " tries: "); ok {
			text = before + " tries: " + text
		}
	}
	return oneLine(text)
}

// answerHints say what to do about an answer of the server.
var answerHints = map[string]string{
	"AccessDenied":              "the key pair may not do this; ask for the right to %s s3://%s, or check AWS_ACCESS_KEY_ID and AWS_PROFILE",
	"AllAccessDisabled":         "the bucket is closed to everyone; ask its owner",
	"InvalidAccessKeyId":        "the server does not know this key; check AWS_ACCESS_KEY_ID and that AWS_ENDPOINT_URL is the server it belongs to",
	"XAdminUserNotFound":        "the server does not know this key; check AWS_ACCESS_KEY_ID and that AWS_ENDPOINT_URL is the server it belongs to",
	"SignatureDoesNotMatch":     "the secret does not fit the key; check AWS_SECRET_ACCESS_KEY (and that nothing between here and the server rewrites requests)",
	"ExpiredToken":              "the lent key pair has run out; get a new AWS_SESSION_TOKEN",
	"InvalidToken":              "AWS_SESSION_TOKEN does not belong to this key pair",
	"InvalidBucketName":         "no bucket can have this name",
	"EntityTooLarge":            "the server takes no object as large as this",
	"InvalidObjectState":        "the object is archived; restore it first",
	"KMS.DisabledException":     "the key that encrypts the bucket is switched off; ask its owner",
	"InvalidRequest":            "the server does not take this kind of request; check AWS_ENDPOINT_URL",
	"MethodNotAllowed":          "the server forbids this kind of request on the bucket",
	"QuotaExceeded":             "the bucket is full; ask its owner",
	"XMinioStorageFull":         "the server's disks are full",
	"InsufficientStorage":       "the server's disks are full",
	"ServerSideEncryptionError": "the bucket's encryption cannot be used with this key pair",
}

var rights = map[string]string{
	"open": "s3:GetObject", "read": "s3:GetObject", "stat": "s3:GetObject", "version": "s3:GetObject",
	"put": "s3:PutObject", "delete": "s3:DeleteObject", "list": "s3:ListBucket",
}

func (s *S3) answerHint(c call, a *attempt, resp minio.ErrorResponse) string {
	code := resp.Code
	switch {
	case code == "RequestTimeTooSkewed" || code == "RequestExpired":
		return "this machine's clock is wrong" + skew(a) + "; set it (NTP) and run again"
	case code == "AuthorizationHeaderMalformed" || code == "InvalidRegion" || code == "PermanentRedirect" || code == "IllegalLocationConstraintException":
		if resp.Region != "" {
			return "the bucket lies in another region; set AWS_REGION=" + oneLine(resp.Region)
		}
		return "the bucket lies in another region; set AWS_REGION"
	case a != nil && a.status >= 300 && a.status < 400:
		return "the server sends us to another place, which is not followed; set AWS_ENDPOINT_URL or AWS_REGION to where the bucket is"
	case code == "AccessDenied" || resp.StatusCode == http.StatusForbidden && answerHints[code] == "":
		return fmt.Sprintf(answerHints["AccessDenied"], rights[c.op], s.bucket+"/"+c.key)
	case answerHints[code] != "":
		return answerHints[code]
	case resp.StatusCode >= 500 || passingCodes[code]:
		return "the server is overloaded or broken; run again later"
	}
	return ""
}

// skew tells how far this machine's clock is from the server's.
func skew(a *attempt) string {
	if a == nil {
		return ""
	}
	date, err := http.ParseTime(a.header.Get("Date"))
	if err != nil {
		return ""
	}
	return fmt.Sprintf(" (by %v against the server's)", time.Since(date).Round(time.Second))
}

func networkHint(err error) string {
	var (
		dns    *net.DNSError
		verify *tls.CertificateVerificationError
		host   x509.HostnameError
		record tls.RecordHeaderError
	)
	text := err.Error()
	switch {
	case errors.As(err, &host):
		return "the server's certificate is for another name; check AWS_ENDPOINT_URL"
	case errors.As(err, &verify) || strings.Contains(text, "x509:"):
		return "the server's certificate is not trusted; set AWS_CA_BUNDLE to the certificate of the authority that signed it"
	case errors.As(err, &record) || strings.Contains(text, "HTTP response to HTTPS client"):
		return "the server does not speak TLS; write http:// in AWS_ENDPOINT_URL if that is meant"
	case errors.As(err, &dns):
		return "no machine has this name; check AWS_ENDPOINT_URL"
	case errors.Is(err, syscall.ECONNREFUSED):
		return "nothing listens there; check AWS_ENDPOINT_URL and that the server runs"
	case errors.Is(err, syscall.ENETUNREACH) || errors.Is(err, syscall.EHOSTUNREACH):
		return "there is no way to the server from here; check the network and HTTPS_PROXY"
	case errors.Is(err, errStalled):
		return "the connection or the server hangs; run again later"
	}
	return "check the network and AWS_ENDPOINT_URL, or run again later"
}
