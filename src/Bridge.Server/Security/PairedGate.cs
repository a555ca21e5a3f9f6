using Bridge.Server.Pairing;
using Microsoft.AspNetCore.Http;

namespace Bridge.Server.Security;

/// <summary>Stands between the unpaired and everything that isn't marked <see cref="UnpairedMaySee"/>: neither site nor script passes.</summary>
internal sealed class PairedGate(PairingPages pages)
{
    public Task InvokeAsync(HttpContext context, RequestDelegate next) =>
        context.Features.Get<DeviceIdentity>() is not null || context.GetEndpoint()?.Metadata.GetMetadata<UnpairedMaySee>() is not null
            ? next(context)
            : pages.SendUnpairedAsync(context);
}
