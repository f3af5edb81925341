"""A ledger saved as .xls (BIFF 8) by an office program, packed as text: no library here can write one."""

import base64
import zlib

_PACKED = (
    "c-rk+YitzP6+Scjn%(td{lqa~Oj5vrjTak;F%KKeBWcU}u_nf0v$ofaAN5nVL71jwlQgXwK!8vZ3N$SekE&HDr7BfvML~V>qbNZN5@{L<q9RdI"
    "rJE=Pk=D59oSC_v-7M)EqAF>8tvhqSGxy%}opbL!_s)*rcs=dv;h*MSgP61gEO2+!33iiA!klIR4?v18yE{5MYKTWC(&s9T=ywZ_ofWeUGmW_e"
    "vx3=)*@fASISF&JKHii)dO2OcPo&RZs)IiK8-jdT4ZV0DfMFO<%ElRE?k|xxcN46aXqwP}|N5N@u420lewF+uTJpU1uYn9Ft>^Iy@Gj;6^iyo8"
    "YUysx|6iq*%%Mdh4(D)_SteO=uaV&p<`nn|%YV(+Wst6!QVIEG`aZQmu4MMR`1&wkQ}8OmFSyO0Su!8;;4d8K_RuyaOW=^Ipar_26GFHWI<ZDB"
    "Tp$lW!!;;AN-OvY)q1d}-YDI;p-MhpiG8>h{aB|L2C-BHUxu%+qzdw^NpOTB^IEl69cby!v!=mOips;70!2MNfuc>D@~kd6Mq%7L&+DCW6*95+"
    "Bk<4BeA5Itmrrui%kmEslgs0j!xv6|1br9J&vUi<ky!ccd&mp#A)j*(xihX@@F|Fv+YGsK4|zdsKSwpWHCBG?WAc46f-sEI-4nL(JuPhKdwST)"
    "_l&TE@0nrSXfrRz7w|NBfle4;mHy>BTo>`r+(oi)Woojn4d1Q(a7RkpPM{zl!3hioxR|Yz&;*GWyaYL#=Ut95_is}BTLy-D)ZU?TEiB~VlB5nz"
    "b%xcJfpV>f^OAxYpnjJGH!%RDqDP<PO7;l%jsCJ|Yn8L4XQNyS?g)jV-(W=ro|W+Eq@0r~@mdLa?|ZbvlY+}tnS}W^uK0h$6nhZmYxtQ{h7ybl"
    "CD_qW@Z#QI_FsQ0P;Iz_dE*eF*}H?c{djY9{9y;WgDPY{!xAdu?Y%9I4vThMT7!7Ke_b_J+&r+L@y4DTFJW=rUZq|yc5OHs(u;5JULW{<^UrIs"
    "$>{;98N1lI(Gyx)W7P`R)oJadw(&-H9&v5QSf=7%FBD<aYQbpLg}F%BP>eCI7*48p8cv1f;PLI(eJ<bRx|8Z)Fybd`GSC`y+k7`jKd8IebmhQE"
    "`1p3C!bicgJMcmL)-tJI45v40qe|UKr#B+aa{r~_aHuk1=c0doV6ocyN@V~o`QWLKf}Ri;$d;*z8Bl_`bo0@WL4bN6-v8bf6a5kw(JyZrtey8#"
    "S;udi!lB~!CF)=;isQAklH!Fhyq|<7`osIDBu0rcb+)6S$d?+Bs&jq)>g#(=gi6tEcN%i4pR6fwqKf3SCBB1o2Wy=meY_<Tnvaycx<4)0&E&+n"
    "Tsd%3C7WZJ;KGc3q^nwhe`Bf=oJtFLD!sbF@aL5SD+ANJ&iK}aOr|g3v6$6(<-k9-(W9)UQ{jVk$AUbO;<aT)i{OkeW;D+DY&3)3Z2aB!KW@LV"
    "XA*%%^;CFgy}$ZYxH2Gl%l&82r>l1D>0LgYTm4S;p_etOHve)HH!7>??cG-nOz*hdmFt_f*)YZdQuG6d79D7qye7WZ#0QI%skQrp*^MJlWcW^R"
    "G|yuktk_4gF;NY-WB{}esA_M~P|IM~U{Q&;q_lWpF?xL=uD17kvi-+>jq0v%EA@_8Z%s>#;3CWp-x(a9+rFhWm;5Ph8NS(d*F(<ssQJAJ2l<WG"
    "wd`q6=umt2?ri_rr;i1bFf`qxwQkET^AO+iB}WGd8a+8!-f(Hl;jdQ)9!Z=tO>w0@sooPh;``qIX1}+g+&^veao>{Wr8RGMT@>6sApN(hxRWfL"
    "fi}*-I6D+P797P_?=|opoA&D6s$^jv+q$y!yX+F@cu&+hJ_&b=O}LHGxi^isDGv^HQPq^2?=H%%XkvMI>=b}%X(um~p2a8Ut#i1=T)sZXbu)FP"
    "&$H~Ce4Q!U->8^nDi?@yq++(Id>BvTPGqHRxiV@ilyZ{n&!2C;T4CHJSdUK>_y(H|(u+!}ZfOeNSW4S7D6&T{7iwp0DV1eX9GUhG5G}LtuN%=a"
    "YaE#^j?5lM=7=Lx;>etFWUe?eHy;efWFuV582Yp5OY&pZC;X*w8;Rf4>8c?Kkt~pm$RdyhkyRiozu_CmhR80E9g#yI2O>ov1(8!ACnA?XE<|pD"
    "+=!9{N<x$@P%@$vfl?6BsBgy^FY^c+TxfQt(od2)k`bi|L>8qBL>6TTWW$=70+B^o0+B`80+B_N1ae||>={{<BM@2ikU&Yg290$x*4uVYW@KR-"
    "48K^|hFpQjhRFhv4O0Xn8>R|GHslFJHcX>=A=?oVPts*&U4}2MtSet2(luQm()F-Fr0WrZNY|GHGW<oltU{NKbr~MFv91{cnRVHsblF(fOo2$("
    "EP>3rY(kfvbr~aJXI%vXk*?VSk*+xck*>J{k*-34NLP_SG!NzpMDw6n=V2E-9L&QQJqPpf3S{Qth~nX39`gkv9wh>qc{rkYIHGts1P_II7_&iP"
    "9;E`Ac_>jl6y~u&AmXu5AY)Ex$jn2D;-Ls0PUc~Ztdn^x5{P&_DiHA~6Nq|WERdqFLF(NpdUtW}#!PW>@8tqf?@I)t-j@nQRxT5WtXwV-Sy>^F"
    "dG))PN2SigC3v`*hv7pv^H?E}nTI=yhnsn<6o`0K31mmKN+2^2cN7md^RVEq=*B4X5M0}qd1CFgA5~n(wI}O4ZVJaE^4#B{hRy<!$Fy@mMA2Vc"
    "DKw;lCE{gUtdRniJ0qSrzZ_zu<95`BR{3%{9ZuV|AKw72+r+h|Qh#Hgj3~9^J8!#U?np9zt^A^$USx4KPA_tt(~BHu*B{$Mfp_q1u`|-M)%qSI"
    "@hp55m#cZi^UWi!+{cJ3rV)n+AMuIw*+`P<d!G6GA7SJB-^91Q|KB9x=vrLbHzbdu#in!G)L28O&vl)x1AT*iZA1C1x3;R?`HLSds&5IY-Q6lr"
    "la-xqZDkKQ|Kta0e|Ho(633g@S6}%42Y0GFJU`y6z}#6sdyC@Te*N3Fq(?BC^N;ECJfO#>4*h%gkp8Y2*1vo2)Z_NwMu1OP)TXar?d>1l+D$t1"
    "^ygl^ZzIK)!?#{L?0)(kiRGTZrq{jpmh@@c&p%RMzIgf2yvd$@ub};fcTUim!WJVVn{!M*W_wIFeiguo>in)i&&%}Zm8KuR$yY1-`=3w;20QzD"
    "qkTmFEuA-iBG7(D)2I3UpXX0Z42jo<&O>2+$~K_(0qBAd^XM8k|8#!a*XCKG-@mE;)@&nARH5D;=!a_L@U{EWZ!vv?Pqf|RB2HC9H>meLe)P68"
    "-tYfpf2Llxfgd)b{XNjaWB)kLf;Ju#k_<s7mU};;uL51aZ5;k5e_aszSD}Vh=AiNn93P*u`>>zl{|_hr|AW(i06m$*mj"
)


def data() -> bytes:
    """The file's bytes."""
    return zlib.decompress(base64.b85decode(_PACKED))
