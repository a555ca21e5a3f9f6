using System.Collections.Concurrent;
using Bridge.Injector;
using Microsoft.AspNetCore.Http;

namespace Bridge.Server.Relay;

/// <summary>Says at the terminal which pages got no script and why: once for each page and reason, for the first 1,000.</summary>
internal sealed class InjectionNotices(RelayNotices notices) : IInjectionObserver
{
    private const int MostSaid = 1_000;

    private readonly ConcurrentDictionary<(string Path, string Reason), byte> _said = new();

    public void Passed(HttpContext context, InjectionReport report)
    {
        if (report is { Injected: false, Reason: { } reason } && _said.Count < MostSaid && _said.TryAdd((report.Path, reason), 0))
        {
            notices.Post(new RelayNotice(
                "not-injected",
                $"{report.Path} passed without the script: {reason}",
                new Dictionary<string, object?> { ["path"] = report.Path, ["reason"] = reason },
                "warn"));
        }
    }
}
