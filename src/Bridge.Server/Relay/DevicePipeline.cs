using Bridge.Injector;
using Bridge.Server.DeviceScript;
using Bridge.Server.Journal;
using Bridge.Server.Listeners;
using Bridge.Server.MqttEndpoint;
using Bridge.Server.MqttOverHttp;
using Bridge.Server.Pairing;
using Bridge.Server.Security;
using Bridge.Server.Security.Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Bridge.Server.Relay;

/// <summary>
/// What a request to the device listener passes: Host and Origin, the device's credential, the gate before the unpaired, our own endpoints
/// under <c>/_bridge/</c>, the end of what a removed device is being answered, the injection, and last the site.
/// </summary>
internal static class DevicePipeline
{
    public static void Build(IApplicationBuilder app, RelayOptions options)
    {
        var services = app.ApplicationServices;
        app.Use(services.GetRequiredService<RequestGuard>().InvokeAsync);
        app.Use(StorageFaults.InvokeAsync);
        app.Use(UnreadRequests.InvokeAsync);
        app.Use(services.GetRequiredService<DeviceAuthentication>().InvokeAsync);
        app.UseRouting();
        app.Use(services.GetRequiredService<PairedGate>().InvokeAsync);
        app.UseEndpoints(endpoints =>
        {
            endpoints.MapBridgePairing();
            endpoints.MapBridgeCertificates();
            endpoints.MapBridgeChecklist();
            endpoints.MapBridgeIngest();
            endpoints.MapBridgeMqttOverHttp();
            ScriptEndpoint.Map(endpoints);
            endpoints.MapBridgeMqttEndpoint(_ => "device");
        });
        app.Use(services.GetRequiredService<DeviceRequests>().InvokeAsync);
        app.UseBridgeSite(options.Site);
    }
}
