using Bridge.Injector;
using Bridge.Server.Security;
using Microsoft.AspNetCore.Http;

namespace Bridge.Server.Rooms;

/// <summary>Tells a device's panel what its page's policy was extended by.</summary>
internal sealed class InjectedPages(DeviceTracker tracker) : IInjectionObserver
{
    public void Passed(HttpContext context, InjectionReport report)
    {
        if (report.Injected && context.Features.Get<DeviceIdentity>() is { } identity)
        {
            tracker.NotePolicy(identity, report.Path, [.. report.Added.Distinct(StringComparer.Ordinal)]);
        }
    }
}
