import socket,sys
def q(port,data,t=3):
    s=socket.create_connection(('127.0.0.1',port));s.settimeout(t);s.sendall(data);b=b''
    try:
        while True:
            d=s.recv(4096)
            if not d: b+=b'<EOF>';break
            b+=d
    except Exception as e: b+=repr(e).encode()
    print(port,data[:60],'\n  =>',b[:1500])
j=b'{"id":1,"method":"mining.subscribe","params":["minetrace/1.0 (+https://example.org/probe)"]}\n'
def post(path,body): return b'POST %s HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n'%(path,len(body))+body
for p in (28281,28291):
    q(p,j)
    q(p,post(b'/',b'{"id":1,"method":"getblocktemplate","params":[{"rules":["segwit"]}]}'))
    q(p,post(b'/json_rpc',b'{"jsonrpc":"2.0","id":"0","method":"get_block_template","params":{"wallet_address":"probe","reserve_size":8}}'))
    q(p,post(b'/json_rpc',b'{"jsonrpc":"2.0","id":"0","method":"get_info"}'))
    q(p,b'GET / HTTP/1.1\r\nHost: x\r\n\r\n')
