using Bridge.Server.Storage;

namespace Bridge.Server.Tests.Storage;

/// <summary>A test of what is stored, in whichever database the class at the end of the line says.</summary>
public abstract class StoredTest : IAsyncLifetime
{
    private ISqlStoreHome? _home;

    public async Task InitializeAsync() => _home = await HomeAsync();

    public async Task DisposeAsync() => await _home!.DisposeAsync();

    private protected abstract Task<ISqlStoreHome> HomeAsync();

    private protected Task<ISqlStore> OpenAsync(params Migration[] migrations) => _home!.OpenAsync(migrations);
}
