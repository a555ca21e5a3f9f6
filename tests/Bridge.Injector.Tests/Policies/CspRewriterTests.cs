using Bridge.Injector.Policies;

namespace Bridge.Injector.Tests.Policies;

public sealed class CspRewriterTests
{
    private const string Page = "http://10.0.0.2:5080";
    private const string Script = Page + "/_bridge/bridge.js";
    private const string Connect = "ws://10.0.0.2:5080/_bridge/mqtt http://10.0.0.2:5080/_bridge/";

    // § stands for the script's address, ¢ for its connections'.
    [Theory]
    [InlineData("default-src 'self'", "default-src 'self'", null)]
    [InlineData("script-src 'self'; connect-src 'self'", "script-src 'self'; connect-src 'self'", null)]
    [InlineData("default-src *", "default-src *", null)]
    [InlineData("img-src 'none'", "img-src 'none'", null)]
    [InlineData("default-src http:", "default-src http:", null)]
    [InlineData("script-src 'nonce-abc'", "script-src 'nonce-abc'", "abc")]
    [InlineData("script-src 'nonce-abc' 'strict-dynamic'; connect-src *", "script-src 'nonce-abc' 'strict-dynamic'; connect-src *", "abc")]
    [InlineData("script-src 'sha256-xyz='", "script-src 'sha256-xyz=' §", null)]
    [InlineData("script-src 'none'", "script-src §", null)]
    [InlineData("script-src", "script-src §", null)]
    [InlineData("Script-Src 'NONE' ; img-src *", "script-src §; img-src *", null)]
    [InlineData("default-src 'none'", "default-src 'none'; script-src §; connect-src ¢", null)]
    [InlineData("default-src 'none';", "default-src 'none'; script-src §; connect-src ¢;", null)]
    [InlineData("default-src https: 'unsafe-inline'", "default-src https: 'unsafe-inline'; script-src https: 'unsafe-inline' §; connect-src https: 'unsafe-inline' ¢", null)]
    [InlineData("script-src-elem 'none'; script-src 'self'", "script-src-elem §; script-src 'self'", null)]
    [InlineData("script-src http://10.0.0.2:5080", "script-src http://10.0.0.2:5080", null)]
    [InlineData("script-src 10.0.0.2:*", "script-src 10.0.0.2:*", null)]
    [InlineData("script-src http://10.0.0.2:5080/static/", "script-src http://10.0.0.2:5080/static/ §", null)]
    [InlineData("script-src http://10.0.0.2:5080/_bridge/", "script-src http://10.0.0.2:5080/_bridge/", null)]
    [InlineData("connect-src https://api.example.com", "connect-src https://api.example.com ¢", null)]
    [InlineData("require-trusted-types-for 'script'; trusted-types x", "require-trusted-types-for 'script'; trusted-types x", null)]
    [InlineData("script-src 'nonce-a\"b'", "script-src 'nonce-a\"b' §", null)]
    [InlineData("  default-src   'self' ;; ", "  default-src   'self' ;; ", null)]
    public void Rewriter_Header_AddsTheLeast(string policy, string expected, string? nonce)
    {
        var rewriter = Rewriter();
        Assert.Equal(expected.Replace("§", Script).Replace("¢", Connect), rewriter.RewriteHeader(policy));
        Assert.Equal(nonce, rewriter.Nonce);
        Assert.False(rewriter.OwnNonce);
    }

    [Fact]
    public void Rewriter_StrictDynamicWithoutNonce_GetsOne()
    {
        var rewriter = Rewriter();
        var policy = rewriter.RewriteHeader("script-src 'strict-dynamic' 'sha256-xyz=' 'self'");
        Assert.Equal($"script-src 'strict-dynamic' 'sha256-xyz=' 'self' 'nonce-{rewriter.Nonce}'", policy);
        Assert.True(rewriter.OwnNonce);
    }

    [Fact]
    public void Rewriter_SeveralPolicies_SatisfiesEach()
    {
        var rewriter = Rewriter();
        Assert.Equal(
            $"script-src 'nonce-a', script-src 'nonce-b' {Script},default-src 'self'",
            rewriter.RewriteHeader("script-src 'nonce-a', script-src 'nonce-b',default-src 'self'"));
        Assert.Equal("a", rewriter.Nonce);
        Assert.Equal([$"script-src {Script}"], rewriter.Added);
    }

    [Fact]
    public void Rewriter_Meta_NeedsOnlyTheConnection()
    {
        Assert.Equal("script-src 'none'", Rewriter().RewriteMeta("script-src 'none'"));
        Assert.Equal($"default-src 'none'; connect-src {Connect}", Rewriter().RewriteMeta("default-src 'none'"));
    }

    [Theory]
    [InlineData("sandbox", true)]
    [InlineData("sandbox allow-forms", true)]
    [InlineData("sandbox allow-scripts", false)]
    [InlineData("default-src 'self', sandbox", true)]
    [InlineData("default-src 'none'", false)]
    public void Rewriter_Sandbox_ForbidsScripts(string policy, bool forbids) => Assert.Equal(forbids, CspRewriter.ForbidsScripts(policy));

    private static CspRewriter Rewriter() => new(new PolicyNeeds(
        new Uri(Page), new Uri(Script), new Uri("ws://10.0.0.2:5080/_bridge/mqtt"), new Uri(Page + "/_bridge/")));
}
