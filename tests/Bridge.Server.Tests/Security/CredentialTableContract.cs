using Bridge.Server.Security;
using Bridge.Server.Tests.Storage;

namespace Bridge.Server.Tests.Security;

/// <summary>What the table of credentials must do in every database.</summary>
public abstract class CredentialTableContract : StoredTest
{
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeMilliseconds(1_800_000_000_123);
    private static readonly DeviceCredential First = new("h1", new DeviceIdentity("d1", "main"), Now, Now.AddHours(12));

    [Fact]
    public async Task Save_AndReopened_ComesBackTheSame()
    {
        await (await TableAsync()).SaveAsync(First, default);
        Assert.Equal([First], await (await TableAsync()).LoadAsync(Now, default));
    }

    [Fact]
    public async Task Save_ThatIsThere_ChangesItsEndOnly()
    {
        var table = await TableAsync();
        await table.SaveAsync(First, default);
        await table.SaveAsync(First with { ExpiresAt = Now.AddMinutes(2) }, default);
        Assert.Equal([First with { ExpiresAt = Now.AddMinutes(2) }], await table.LoadAsync(Now, default));
    }

    [Fact]
    public async Task Load_WhatHasExpired_IsForgotten()
    {
        var table = await TableAsync();
        await table.SaveAsync(First, default);
        Assert.Empty(await table.LoadAsync(First.ExpiresAt, default));
        Assert.Empty(await table.LoadAsync(Now, default)); // Gone, not left out.
    }

    [Fact]
    public async Task Delete_EndsAllOfTheDevice()
    {
        var table = await TableAsync();
        await table.SaveAsync(First, default);
        await table.SaveAsync(First with { Hash = "h2" }, default);
        await table.SaveAsync(First with { Hash = "h3", Identity = new DeviceIdentity("d2", "main") }, default);
        await table.DeleteAsync("d1", default);
        Assert.Equal("h3", Assert.Single(await table.LoadAsync(Now, default)).Hash);
    }

    private async Task<CredentialTable> TableAsync() => new(await OpenAsync(CredentialTable.Schema));
}
