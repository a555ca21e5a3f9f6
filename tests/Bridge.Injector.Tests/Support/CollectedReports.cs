using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http;

namespace Bridge.Injector.Tests.Support;

/// <summary>Keeps what the injector says of each page.</summary>
internal sealed class CollectedReports : IInjectionObserver
{
    private readonly ConcurrentQueue<InjectionReport> _all = new();

    public IReadOnlyCollection<InjectionReport> All => _all;

    public InjectionReport Single => Assert.Single(_all);

    public void Passed(HttpContext context, InjectionReport report) => _all.Enqueue(report);
}
