using Microsoft.Extensions.DependencyInjection;

namespace Bridge.Server.Telemetry;

/// <summary>Registers what shows the relay's metrics.</summary>
internal static class TelemetryServices
{
    public static IServiceCollection AddBridgeTelemetry(this IServiceCollection services) => services.AddSingleton<MetricsScrape>();
}
