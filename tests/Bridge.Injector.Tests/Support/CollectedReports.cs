using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http;

namespace Bridge.Injector.Tests.Support;

/// <summary>Keeps what the injector says of each page.</summary>
internal sealed class CollectedReports : IInjectionObserver
{
    private readonly ConcurrentQueue<InjectionReport> _all = new();

    public IReadOnlyCollection<InjectionReport> All => _all;

    /// <summary>The one report; waits for it, since a client may have the whole page before the injector has said so.</summary>
    public InjectionReport Single
    {
        get
        {
            SpinWait.SpinUntil(() => !_all.IsEmpty, TimeSpan.FromMinutes(1));
            return Assert.Single(_all);
        }
    }

    /// <summary>The last report of a path; waits for one.</summary>
    public InjectionReport LastOf(string path)
    {
        SpinWait.SpinUntil(() => _all.Any(report => report.Path == path), TimeSpan.FromMinutes(1));
        return _all.Last(report => report.Path == path);
    }

    public void Passed(HttpContext context, InjectionReport report) => _all.Enqueue(report);
}
