using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Extensions.DependencyInjection;

namespace Bridge.Server.Consoles;

/// <summary>Registers consoles.</summary>
internal static class ConsoleServices
{
    public static IServiceCollection AddBridgeConsoles(this IServiceCollection services)
    {
        services
            .AddSignalR(options =>
            {
                options.MaximumReceiveMessageSize = Commands.CommandLimits.PayloadBytes;
                options.KeepAliveInterval = TimeSpan.FromSeconds(10);
                options.ClientTimeoutInterval = TimeSpan.FromSeconds(30);
                options.MaximumParallelInvocationsPerClient = 8; // a command must not wait behind another, nor behind the stream
            })
            .AddJsonProtocol(options => Configure(options.PayloadSerializerOptions));
        services.ConfigureHttpJsonOptions(options => Configure(options.SerializerOptions));
        return services
            .AddSingleton<JournalHistory>()
            .AddSingleton<IConsoleHistory>(provider => provider.GetRequiredService<JournalHistory>())
            .AddHostedService(provider => provider.GetRequiredService<JournalHistory>())
            .AddSingleton<RoomFeeds>()
            .AddSingleton<ConsoleStream>()
            .AddSingleton<ConsoleDoor>();
    }

    /// <summary>The same JSON by hub and by REST: camelCase, absent instead of null.</summary>
    private static void Configure(JsonSerializerOptions options)
    {
        options.PropertyNamingPolicy = JsonNamingPolicy.CamelCase;
        options.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
    }
}
