using Bridge.Server.Relay;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;

namespace Bridge.Server.Telemetry;

/// <summary>
/// The relay's metrics as Prometheus reads them. Nothing is collected before somebody has asked: who has no Prometheus pays nothing. What
/// counts events, and is not a total of the broker's own, counts from then on.
/// </summary>
internal sealed class MetricsScrape(IServiceProvider services) : IDisposable
{
    /// <summary>Ours alone: the web server's gauges count up and down, and would be wrong by what was there before the first scrape.</summary>
    private const string Meters = "Bridge.*";

    private readonly Lock _lock = new();
    private MeterProvider? _meters;
    private RequestDelegate? _scrape;

    public Task AnswerAsync(HttpContext context)
    {
        lock (_lock)
        {
            _scrape ??= Begin();
        }

        return _scrape(context);
    }

    public void Dispose() => _meters?.Dispose();

    private RequestDelegate Begin()
    {
        var relay = ResourceBuilder.CreateEmpty().AddService("devicebridge", serviceVersion: RelayVersion.Text, autoGenerateServiceInstanceId: false);
        _meters = Sdk.CreateMeterProviderBuilder().SetResourceBuilder(relay).AddMeter(Meters).AddPrometheusExporter().Build();
        var branch = new ApplicationBuilder(services);
        branch.UseOpenTelemetryPrometheusScrapingEndpoint(_meters, predicate: static _ => true, path: null, configureBranchedPipeline: null, optionsName: null);
        return branch.Build();
    }
}
