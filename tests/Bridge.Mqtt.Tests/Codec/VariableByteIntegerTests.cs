using Bridge.Mqtt.Codec;

namespace Bridge.Mqtt.Tests.Codec;

public sealed class VariableByteIntegerTests
{
    // The borders of table 1-1.
    [Theory]
    [InlineData(0u, "00")]
    [InlineData(127u, "7F")]
    [InlineData(128u, "8001")]
    [InlineData(16_383u, "FF7F")]
    [InlineData(16_384u, "808001")]
    [InlineData(2_097_151u, "FFFF7F")]
    [InlineData(2_097_152u, "80808001")]
    [InlineData(268_435_455u, "FFFFFF7F")]
    public void Value_AtABorder_IsWrittenAndReadAlike(uint value, string hex)
    {
        Span<byte> bytes = stackalloc byte[VariableByteInteger.MaximumLength];
        var length = VariableByteInteger.Write(bytes, value);
        Assert.Equal(hex, Convert.ToHexString(bytes[..length]));
        Assert.Equal(length, VariableByteInteger.Measure(value));
        Assert.Equal(value, VariableByteInteger.Read(bytes[..length], out var read));
        Assert.Equal(length, read);
        VariableByteInteger.Read(bytes[..(length - 1)], out read);
        Assert.Equal(0, read);
    }

    [Fact]
    public void Read_FifthByte_IsRefusedWithoutWaitingForIt()
    {
        VariableByteInteger.Read([0x80, 0x80, 0x80, 0x80], out var length);
        Assert.Equal(-1, length);
    }
}
