using Bridge.Server.Storage;

namespace Bridge.Server.Tests.Storage;

/// <summary>Where the stores of one test live: opens them again and again, and several at once, on the same data.</summary>
internal interface ISqlStoreHome : IAsyncDisposable
{
    Task<ISqlStore> OpenAsync(params Migration[] migrations);
}
