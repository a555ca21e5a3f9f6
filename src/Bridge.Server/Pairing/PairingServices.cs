using Microsoft.Extensions.DependencyInjection;

namespace Bridge.Server.Pairing;

/// <summary>Registers pairing.</summary>
internal static class PairingServices
{
    public static IServiceCollection AddBridgePairing(this IServiceCollection services) => services
        .AddSingleton<TicketStore>()
        .AddSingleton<TicketOffice>()
        .AddSingleton<PairingPages>()
        .AddSingleton<PairingService>();
}
