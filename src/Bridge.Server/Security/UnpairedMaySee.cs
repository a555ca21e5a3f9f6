using Microsoft.AspNetCore.Builder;

namespace Bridge.Server.Security;

/// <summary>Marks an endpoint of the device listener that works without a credential. All others, and the whole site, need one.</summary>
internal sealed class UnpairedMaySee
{
    private static readonly UnpairedMaySee Mark = new();

    public static TBuilder Apply<TBuilder>(TBuilder builder)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(Mark);
}
