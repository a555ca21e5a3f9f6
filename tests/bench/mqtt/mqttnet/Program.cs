// MQTTnet's server on two ports of Kestrel, TCP and WebSocket, as its package for ASP.NET Core puts it there. Prints its ports as JSON.
using System.Net;
using System.Text.Json;
using MQTTnet.AspNetCore;

var builder = WebApplication.CreateSlimBuilder(args);
builder.Logging.ClearProviders();
builder.Services.AddHostedMqttServer(server => server.WithoutDefaultEndpoint());
builder.Services.AddMqttConnectionHandler();
builder.Services.AddConnections();
builder.WebHost.ConfigureKestrel(kestrel =>
{
    kestrel.Listen(IPAddress.Loopback, 0, endpoint => endpoint.UseMqtt());
    kestrel.Listen(IPAddress.Loopback, 0);
});

await using var app = builder.Build();
app.MapConnectionHandler<MqttConnectionHandler>("/mqtt", options => options.WebSockets.SubProtocolSelector = offered => offered.FirstOrDefault() ?? "");
await app.StartAsync();
var ports = app.Urls.Select(address => new Uri(address).Port).ToList(); // in the order in which they were asked for
Console.WriteLine(JsonSerializer.Serialize(new { tcp = ports[0], ws = ports[1] }));
await app.WaitForShutdownAsync();
