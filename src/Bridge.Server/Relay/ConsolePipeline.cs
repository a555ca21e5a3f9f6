using Bridge.Server.Commands;
using Bridge.Server.Consoles;
using Bridge.Server.Listeners;
using Bridge.Server.LiveReload;
using Bridge.Server.MqttEndpoint;
using Bridge.Server.Pairing;
using Bridge.Server.Rooms;
using Bridge.Server.Security;
using Bridge.Server.Security.Certificates;
using Bridge.Server.Telemetry;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Bridge.Server.Relay;

/// <summary>What a request to the console listener passes: Host and Origin, the console's session or token, the web console's files, hub and REST.</summary>
internal static class ConsolePipeline
{
    /// <summary>Bytes of a request's body, which is read before it is known who sends it: five times the longest command, escaped as it may be.</summary>
    private const int LongestBody = 1 << 20;

    public static void Build(IApplicationBuilder app)
    {
        var services = app.ApplicationServices;
        app.Use(services.GetRequiredService<RequestGuard>().InvokeAsync);
        app.Use(StorageFaults.InvokeAsync);
        app.Use(UnreadRequests.InvokeAsync);
        app.Use(services.GetRequiredService<ConsoleAuthentication>().InvokeAsync);
        app.UseBridgeWebConsole();
        app.UseRouting();
        app.UseEndpoints(endpoints =>
        {
            var bounded = endpoints.MapGroup("").WithMetadata(new RequestSizeLimitAttribute(LongestBody));
            bounded.MapBridgeConsoles();
            bounded.MapBridgeRooms();
            bounded.MapBridgeTickets();
            bounded.MapBridgeAuthority();
            bounded.MapBridgeCommands();
            bounded.MapBridgeLiveReload();
            bounded.MapBridgeTelemetry();
            endpoints.MapBridgeMqttEndpoint(_ => "console");
        });
    }
}
