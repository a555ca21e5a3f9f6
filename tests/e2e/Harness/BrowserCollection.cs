namespace Bridge.E2E.Tests.Harness;

/// <summary>Tests that share the browser; they run one after another.</summary>
[CollectionDefinition(Name)]
public sealed class BrowserCollection : ICollectionFixture<Chromium>
{
    public const string Name = "browser";
}
