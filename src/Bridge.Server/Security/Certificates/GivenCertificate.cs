using System.Net.Security;
using Bridge.Server.Relay;

namespace Bridge.Server.Security.Certificates;

/// <summary>
/// A certificate out of a file that somebody else renews. Looks at the file's time at handshakes, at most once a second, which
/// works for renamed, linked and mounted files alike. A file that can't be used is told once, and the last good certificate stays.
/// </summary>
internal sealed class GivenCertificate : IServerCertificate
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    private readonly CertificateOptions _options;
    private readonly RelayNotices _notices;
    private readonly TimeProvider _time;
    private readonly Lock _lock = new();
    private SslStreamCertificateContext _current;
    private (DateTime Certificate, DateTime Key) _stamp;
    private long _looked;

    /// <exception cref="CertificateFileException">The file can't be used.</exception>
    public GivenCertificate(CertificateOptions options, string host, RelayNotices notices, TimeProvider time)
    {
        (_options, _notices, _time) = (options, notices, time);
        _stamp = Stamp();
        _looked = time.GetTimestamp();
        _current = CertificateFile.Read(options, time);
        if (!_current.TargetCertificate.MatchesHostname(host))
        {
            notices.Post(new RelayNotice(
                "certificate-name",
                $"The certificate in {options.Path} does not cover {host}: phones will warn of it. Name one that it covers with --host",
                new Dictionary<string, object?> { ["host"] = host, ["file"] = options.Path },
                "warn"));
        }
    }

    public SslStreamCertificateContext Current
    {
        get
        {
            lock (_lock)
            {
                if (_time.GetElapsedTime(_looked) >= LookEvery)
                {
                    _looked = _time.GetTimestamp();
                    RenewInsideLock();
                }

                return _current;
            }
        }
    }

    private void RenewInsideLock()
    {
        var stamp = Stamp();
        if (stamp == _stamp)
        {
            return;
        }

        try
        {
            _current = CertificateFile.Read(_options, _time);
            _notices.Post(new RelayNotice("certificate-renewed", $"The certificate in {_options.Path} was replaced: new connections get the new one"));
        }
        catch (CertificateFileException e)
        {
            _notices.Post(new RelayNotice("certificate-refused", $"{e.Message} The certificate before it stays in use.", null, "warn"));
        }

        _stamp = stamp; // of before the reading: what is written meanwhile is read next time
    }

    private (DateTime Certificate, DateTime Key) Stamp() =>
        (File.GetLastWriteTimeUtc(_options.Path), _options.KeyPath is { } key ? File.GetLastWriteTimeUtc(key) : default);
}
