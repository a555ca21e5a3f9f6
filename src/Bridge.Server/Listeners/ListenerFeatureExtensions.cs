using Microsoft.AspNetCore.Http.Features;

namespace Bridge.Server.Listeners;

/// <summary>Reads the listener that a request came in by.</summary>
internal static class ListenerFeatureExtensions
{
    public static ListenerFeature GetRequiredListener(this IFeatureCollection features) =>
        features.Get<ListenerFeature>() ?? throw new InvalidOperationException("The connection was accepted by no listener of the relay.");
}
